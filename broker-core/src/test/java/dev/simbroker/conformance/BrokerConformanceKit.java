package dev.simbroker.conformance;

import org.junit.jupiter.api.AfterEach;

/** All that an engine must pass. */
public abstract class BrokerConformanceKit
        implements FanOutContract,
                SubscriptionContract,
                OverflowContract,
                BackpressureContract,
                LeaseContract,
                ReturnContract,
                AtMostOnceContract,
                BackoffContract,
                DeadLetterContract,
                ExactlyOnceContract,
                TransactionContract,
                TransactionSpaceContract,
                DelayContract,
                ExpiryContract,
                KeyContract,
                ReplayContract,
                HandlerContract,
                HandlerCloseContract,
                GroupContract,
                MembershipContract,
                RoutingContract,
                FilterContract {

    /** Ends every process and timer of the engine, so that nothing changes any more; its figures can still be read. */
    protected abstract void stop();

    @AfterEach
    final void theConservationLawHolds_whereverATestEnds() {
        try {
            stop();
            broker().subscriptions().forEach(Books::of);
        } finally {
            broker().close();
        }
    }
}

package dev.simbroker.conformance;

import org.junit.jupiter.api.AfterEach;

/** The whole kit: every contract that an engine must pass. */
public abstract class BrokerConformanceKit
        implements FanOutContract,
                SubscriptionContract,
                OverflowContract,
                BackpressureContract,
                LeaseContract,
                RedeliveryContract,
                AtMostOnceContract,
                BackoffContract,
                DeadLetterContract,
                ExactlyOnceContract,
                UndecidedIdContract,
                TransactionContract,
                TransactionSpaceContract,
                DelayContract,
                ExpiryContract,
                KeyContract,
                ReplayContract,
                HandlerContract,
                HandlerCloseContract,
                HandlerFailureContract,
                GroupContract,
                MembershipContract,
                RoutingContract,
                FilterContract,
                ListenerContract {

    @AfterEach
    final void theConservationLawHolds_whereverATestEnds() {
        try {
            stage().close(); // nothing changes any more, and the figures can still be read
            broker().subscriptions().forEach(ConservationLaw::of);
        } finally {
            broker().close();
        }
    }
}

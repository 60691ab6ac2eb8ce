package dev.simbroker.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.SubscriptionStatistics;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The conservation law under everything at once: many publishers of every kind, subscriptions of every overflow and
 * guarantee, members that join, leave and crash, short leases, returns, handlers, transactions, interrupts, and closes
 * at random points.
 */
@Tag("stress")
class BrokerStressTest {

    private static final Duration ROUND = Duration.ofMillis(500);

    /**
     * Everything comes to rest: then every message has left every subscription, once, and those that had to arrive have
     * arrived.
     */
    @Test
    void whatWasAccepted_isSettledOnce_howeverManyDoWhatever() throws InterruptedException {
        long messages = StressRounds.rounds("broker at rest", (seed, scheduler) -> {
            var random = new Random(seed);
            try (var load = new RandomBrokerLoad(scheduler, random)) {
                load.populate();
                load.workers().disturb(ROUND, random);
                load.comeToRest();
                load.workers().join();
                for (SubscriptionStatistics figures : load.broker().subscriptions()) {
                    assertThat(figures.ready() + figures.delayed() + figures.inFlight())
                            .as("left in %s", figures)
                            .isZero();
                }
                load.checkArrivals();
                return load.checkCounts();
            }
        });
        assertThat(messages).isPositive();
    }

    /**
     * Everything is closed in the middle of it, in a random order: the law holds, nobody hangs, and what is left is
     * dropped.
     */
    @Test
    void aCloseInTheMiddle_leavesNobodyWaiting_andTheBooksInOrder() throws InterruptedException {
        long messages = StressRounds.rounds("broker closed", (seed, scheduler) -> {
            var random = new Random(seed);
            try (var load = new RandomBrokerLoad(scheduler, random)) {
                load.populate();
                load.workers().disturb(Duration.ofMillis(random.nextInt(150)), random);
                load.stopPublishing();
                if (random.nextBoolean()) {
                    scheduler.close();
                    load.broker().close();
                } else {
                    load.broker().close();
                    scheduler.close();
                }
                load.workers().join();
                return load.checkCounts();
            }
        });
        assertThat(messages).isPositive();
    }

    /** A member's every step races with the others': each message is settled exactly once nevertheless. */
    @Test
    void membersThatJoinLeaveAndCrash_shareAGroup_withoutLossOrDouble() throws InterruptedException {
        long messages = StressRounds.rounds("members", (seed, scheduler) -> {
            var random = new Random(seed);
            var ledger = new ListenerLedger();
            Broker broker = Broker.builder(scheduler).listener(ledger).build();
            try (var load = new RandomBrokerLoad(scheduler, random, broker, ledger)) {
                var assignments = Assignment.values();
                load.addGroup(assignments[random.nextInt(assignments.length)], Backoff.fixed(Duration.ofMillis(1)));
                load.addPublishers(3);
                load.workers().disturb(ROUND, random);
                load.comeToRest();
                load.workers().join();
                load.checkArrivals();
                return load.checkCounts();
            }
        });
        assertThat(messages).isPositive();
    }
}

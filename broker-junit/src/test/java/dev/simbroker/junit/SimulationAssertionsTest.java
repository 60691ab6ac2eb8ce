package dev.simbroker.junit;

import static dev.simbroker.junit.SimulationAssertions.assertAllSettled;
import static dev.simbroker.junit.SimulationAssertions.assertAttempts;
import static dev.simbroker.junit.SimulationAssertions.assertDeadLettered;
import static dev.simbroker.junit.SimulationAssertions.assertEventually;
import static dev.simbroker.junit.SimulationAssertions.assertEventuallyTrue;
import static dev.simbroker.junit.SimulationAssertions.assertNoneUnrouted;
import static dev.simbroker.junit.SimulationAssertions.assertNothingDeliveredFor;
import static dev.simbroker.junit.SimulationAssertions.assertNothingMoreDelivered;
import static dev.simbroker.junit.SimulationAssertions.assertOrderPerKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.simbroker.Assignment;
import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The assertions pass where they should, and fail where they should, with what one wants to know. */
class SimulationAssertionsTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Topic<DeadLetter> DEAD_ORDERS = Topic.of("orders.dead", DeadLetter.class);
    private static final Subscription BILLING = Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30));

    // ---- nothing more ----

    @SimulationTest
    void nothingMore_isProved_whereNothingIsLeft(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.publish(ORDERS, "order 1");
        billing.receive().ack();
        simulation.spawn("something else", () -> simulation.sleep(Duration.ofHours(1)));

        assertNothingMoreDelivered(simulation, billing);
        assertEquals(Duration.ofHours(1), simulation.elapsed());
    }

    @SimulationTest
    void messageThatIsPublishedMuchLater_isFound(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        simulation.spawn("shop", () -> {
            simulation.sleep(Duration.ofDays(100));
            broker.publish(ORDERS, "order 1");
        });

        assertThatThrownBy(() -> assertNothingMoreDelivered(simulation, billing))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "subscription 'billing' should have been given nothing more, but in PT2400H of simulated time,"
                                + " until 2000-04-10T00:00:00Z, it was; attempts received: 0, messages ready: 1,"
                                + " delayed: 0",
                        "  messages of broker 'broker' that nobody has received and settled:",
                        "    subscription 'billing' on 'orders': 1 ready",
                        "  what became of the messages of broker 'broker':",
                        "    message 1 on topic 'orders', published at 2000-04-10T00:00:00Z: order 1",
                        "      subscription 'billing' on 'orders'",
                        "        delivered at 2000-04-10T00:00:00Z",
                        "        still there"));
    }

    @SimulationTest
    void unsettledDelivery_comesBack_andIsFound(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.publish(ORDERS, "order 1");
        billing.receive();

        assertThatThrownBy(() -> assertNothingMoreDelivered(simulation, billing))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("messages ready: 1");
    }

    @SimulationTest
    void attemptsOfOthers_areFound(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        simulation.spawn("other member", () -> billing.receive().ack());
        simulation.spawn("shop", () -> {
            simulation.sleep(Duration.ofMinutes(1));
            broker.publish(ORDERS, "order 1");
        });

        assertThatThrownBy(() -> assertNothingMoreDelivered(simulation, billing))
                .hasMessageContaining("attempts received: 1");
    }

    @SimulationTest
    void backgroundProcess_makesAProofImpossible(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        simulation.spawnBackground("ticker", () -> {
            while (true) {
                simulation.sleep(Duration.ofSeconds(1));
            }
        });

        assertThatThrownBy(() -> assertNothingMoreDelivered(simulation, billing))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("it cannot be proved that subscription 'billing' will be given nothing more")
                .hasMessageContaining("use assertNothingDeliveredFor(simulation, subscriber, duration)")
                .hasMessageContaining("process 'ticker' waits for the end of a sleep of PT1S");
        assertNothingDeliveredFor(simulation, billing, Duration.ofHours(1));
    }

    @SimulationTest
    void nothingForAWhile_includesItsVeryEnd(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        simulation.spawn("shop", () -> {
            simulation.sleep(Duration.ofMinutes(2));
            broker.publish(ORDERS, "order 1");
        });

        assertNothingDeliveredFor(simulation, billing, Duration.ofMinutes(1));
        assertThatThrownBy(() -> assertNothingDeliveredFor(simulation, billing, Duration.ofMinutes(1)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("in PT1M of simulated time");
    }

    @SimulationTest
    void delayedMessage_isNothingForAWhile_butSomethingMore(Simulation simulation, Broker broker)
            throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.publish(Publication.of(ORDERS, "order 1").delay(Duration.ofHours(1)));

        assertNothingDeliveredFor(simulation, billing, Duration.ofMinutes(1));
        assertThatThrownBy(() -> assertNothingMoreDelivered(simulation, billing))
                .isInstanceOf(AssertionFailedError.class);
    }

    /** It failed, though a receive for the same time would have found nothing: a key is in flight. */
    @SimulationTest
    void messageBehindOneOfItsKey_isNotDelivered(Simulation simulation, Broker broker) throws InterruptedException {
        var billing = broker.subscribe(
                ORDERS,
                Subscription.named("billing")
                        .atLeastOnce(Duration.ofSeconds(100))
                        .assignment(Assignment.BY_KEY));
        broker.publish(Publication.of(ORDERS, "order 1").key("Anna"));
        broker.publish(Publication.of(ORDERS, "order 2").key("Anna"));
        var first = billing.receive();

        assertThat(billing.statistics().ready()).isEqualTo(1);
        assertThat(billing.statistics().receivable()).isZero();
        assertNothingDeliveredFor(simulation, billing, Duration.ofSeconds(30));
        first.ack();
        assertThat(billing.statistics().receivable()).isEqualTo(1);
        assertThatThrownBy(() -> assertNothingDeliveredFor(simulation, billing, Duration.ofSeconds(30)))
                .hasMessageContaining("messages ready: 1");
    }

    @SimulationTest
    void messageBeyondTheLimitOfThoseInFlight_isNotDelivered(Simulation simulation, Broker broker)
            throws InterruptedException {
        var billing = broker.subscribe(
                ORDERS,
                Subscription.named("billing")
                        .atLeastOnce(Duration.ofSeconds(100))
                        .maxInFlight(2));
        for (int n = 1; n <= 4; n++) {
            broker.publish(ORDERS, "order " + n);
        }
        var first = billing.receive();
        assertThat(billing.statistics().receivable()).isEqualTo(1);
        billing.receive();

        assertThat(billing.statistics().ready()).isEqualTo(2);
        assertThat(billing.statistics().receivable()).isZero();
        assertNothingDeliveredFor(simulation, billing, Duration.ofSeconds(30));
        first.ack();
        assertThatThrownBy(() -> assertNothingDeliveredFor(simulation, billing, Duration.ZERO))
                .hasMessageContaining("messages ready: 1");
    }

    @SimulationTest
    void messageBehindOneThatIsNeverSettled_isNothingMore(Simulation simulation, Broker broker)
            throws InterruptedException {
        var billing = broker.subscribe(
                ORDERS,
                Subscription.named("billing")
                        .atLeastOnce(Duration.ofSeconds(30))
                        .maxInFlight(1));
        broker.publish(ORDERS, "order 1");
        broker.publish(ORDERS, "order 2");
        billing.receive();
        assertThatThrownBy(() -> assertNothingMoreDelivered(simulation, billing)) // its lease ends
                .hasMessageContaining("messages ready: 1");
    }

    // ---- eventually ----

    @SimulationTest
    void eventually_endsAtTheInstantAtWhichItIsTrue(Simulation simulation) throws InterruptedException {
        var done = new ArrayList<String>();
        simulation.spawn("worker", () -> {
            simulation.sleep(Duration.ofMinutes(7));
            done.add("done");
        });

        assertEventuallyTrue(simulation, Duration.ofMinutes(10), () -> done.contains("done"));
        assertEquals(Duration.ofMinutes(7), simulation.elapsed());
    }

    @SimulationTest
    void eventually_seesWhatIsDueNow_andAtTheVeryEnd(Simulation simulation) throws InterruptedException {
        var done = new ArrayList<Integer>();
        simulation.spawn("now", () -> done.add(1));
        assertEventually(simulation, Duration.ZERO, () -> assertThat(done).containsExactly(1));

        simulation.spawn("at the end", () -> {
            simulation.sleep(Duration.ofMinutes(1));
            done.add(2);
        });
        assertEventually(simulation, Duration.ofMinutes(1), () -> assertEquals(2, done.get(1)));
        assertEquals(Duration.ofMinutes(1), simulation.elapsed());
    }

    @SimulationTest
    void eventually_looksOnlyWhenAnInstantIsOver(Simulation simulation) throws InterruptedException {
        var state = new ArrayList<>(List.of("new"));
        simulation.schedule(Duration.ofSeconds(1), () -> state.set(0, "half-done"));
        simulation.schedule(Duration.ofSeconds(1), () -> state.set(0, "done"));

        assertThatThrownBy(() ->
                        assertEventuallyTrue(simulation, Duration.ofSeconds(2), () -> state.contains("half-done")))
                .isInstanceOf(AssertionFailedError.class);
    }

    @SimulationTest
    void eventually_failsWithTheLastFailure_andWithWhoWaitsForWhat(Simulation simulation, Broker broker)
            throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        simulation.spawnBackground("worker", billing::receive);

        assertThatThrownBy(() -> assertEventually(simulation, Duration.ofMinutes(10), () -> assertEquals(1, 2)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(
                        "not within PT10M of simulated time, until 2000-01-01T00:10:00Z: expected: <1> but was: <2>")
                .hasMessageContaining("process 'worker' waits for a message of subscription 'billing'")
                .hasCauseInstanceOf(AssertionFailedError.class);
        assertEquals(Duration.ofMinutes(10), simulation.elapsed());
    }

    @SimulationTest
    void eventually_withinAnAge_endsWhenNothingCanHappenAnyMore(Simulation simulation) {
        simulation.spawn("worker", () -> simulation.sleep(Duration.ofMinutes(7)));

        assertThatThrownBy(() -> assertEventuallyTrue(simulation, Duration.ofDays(365_000), () -> false))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("the condition is false");
        assertEquals(Duration.ofMinutes(7), simulation.elapsed());
    }

    @SimulationTest
    void assumptions_areNoReasonToWait(Simulation simulation) {
        assertThatThrownBy(() -> assertEventually(simulation, Duration.ofMinutes(10), () -> {
                    throw new TestAbortedException();
                }))
                .isInstanceOf(TestAbortedException.class);
    }

    // ---- histories ----

    @SimulationTest
    void attempts_areComparedInOrder(Broker broker, Journal journal) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.publish(ORDERS, "order 1");
        billing.receive().nack();
        var delivery = billing.receive();
        delivery.ack();

        assertAttempts(journal, delivery.message(), "billing", AttemptOutcome.NACKED, AttemptOutcome.ACKED);
        assertThatThrownBy(() -> assertAttempts(journal, delivery.message(), "billing", AttemptOutcome.ACKED))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(
                        "the attempts of subscription 'billing' at message 1 should have ended with [ACKED],"
                                + " but ended with [NACKED, ACKED]:")
                .hasMessageContaining("attempt 2 by 'billing'");
    }

    @SimulationTest
    void everythingIsSettled_onlyWhenNothingIsLeft_deadLetteredOrDropped(
            Simulation simulation, Broker broker, Journal journal) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING.deadLetter(DEAD_ORDERS));
        broker.subscribe(DEAD_ORDERS, Subscription.named("support"));
        broker.publish(ORDERS, "order 1");
        var first = billing.receive();
        assertThatThrownBy(() -> assertAllSettled(journal))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("every message should have been settled, but 1 was not:")
                .hasMessageContaining("message 1 on topic 'orders'")
                .hasMessageContaining("attempt 1 by 'billing' at 2000-01-01T00:00:00Z: under way");

        first.ack();
        assertAllSettled(journal);
        assertAllSettled(journal, "billing");

        broker.publish(ORDERS, "order 2");
        billing.receive().reject();
        assertThatThrownBy(() -> assertAllSettled(journal))
                .hasMessageContaining("but 2 were not:")
                .hasMessageContaining("dead-lettered at 2000-01-01T00:00:00Z: REJECTED");
        assertThatThrownBy(() -> assertAllSettled(journal, "billing")).hasMessageContaining("but 1 was not:");
        assertThatThrownBy(() -> assertAllSettled(journal, "biling"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no subscription 'biling'");
    }

    @SimulationTest
    void manyThatAreNotSettled_areCounted_andTheFirstAreShown(Broker broker, Journal journal)
            throws InterruptedException {
        broker.subscribe(ORDERS, BILLING);
        for (int n = 1; n <= 25; n++) {
            broker.publish(ORDERS, "order " + n);
        }
        assertThatThrownBy(() -> assertAllSettled(journal))
                .hasMessageContaining("but 25 were not:")
                .hasMessageContaining("order 10")
                .hasMessageNotContaining("order 11")
                .hasMessageEndingWith("and 15 more");
    }

    @SimulationTest
    void messageThatNobodyWanted_isNamed(Broker broker, Journal journal) throws InterruptedException {
        broker.publish(ORDERS, "order 1");
        broker.subscribe(ORDERS, BILLING);
        broker.publish(ORDERS, "order 2");
        assertThatThrownBy(() -> assertNoneUnrouted(journal))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("every message should have been wanted by a subscription, but 1 was not:")
                .hasMessageContaining("published at 2000-01-01T00:00:00Z: order 1")
                .hasMessageEndingWith("given to no subscription");
    }

    @SimulationTest
    void messagesThatSomebodyWanted_areAllRouted(Broker broker, Journal journal) throws InterruptedException {
        broker.subscribe(ORDERS, BILLING);
        broker.publish(ORDERS, "order 1");
        broker.publish(Publication.of(ORDERS, "order 2").delay(Duration.ofHours(1)));
        assertNoneUnrouted(journal);
    }

    @SimulationTest
    void deadLetter_isAssertedWithItsReason(Broker broker, Journal journal) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING.deadLetter(DEAD_ORDERS));
        broker.publish(ORDERS, "order 1");
        broker.publish(ORDERS, "order 2");
        var rejected = billing.receive();
        rejected.reject();
        var left = billing.receive();

        assertDeadLettered(journal, rejected.message(), "billing", RemovalReason.REJECTED);
        assertThatThrownBy(
                        () -> assertDeadLettered(journal, rejected.message(), "billing", RemovalReason.DELIVERY_LIMIT))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("message 1 should have been dead-lettered by subscription 'billing' because of"
                        + " DELIVERY_LIMIT, but is dead-lettered at 2000-01-01T00:00:00Z: REJECTED:");
        assertThatThrownBy(() -> assertDeadLettered(journal, left.message(), "billing", RemovalReason.REJECTED))
                .hasMessageContaining("but is still there:")
                .hasMessageContaining("attempt 1 by 'billing'");
    }

    private static List<Delivery<String>> receive(Broker broker, String... keys) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        var deliveries = new ArrayList<Delivery<String>>();
        for (String key : keys) {
            broker.publish(Publication.of(ORDERS, "order of " + key).key(key));
            deliveries.add(billing.receive());
        }
        return deliveries;
    }

    @SimulationTest
    void orderPerKey_leavesKeysAlone(Broker broker, Journal journal) throws InterruptedException {
        var deliveries = receive(broker, "a", "b", "a", "b");
        deliveries.get(1).ack();
        deliveries.get(0).ack();
        deliveries.get(2).reject();
        assertOrderPerKey(journal, "billing");
        deliveries.get(3).ack();
        assertOrderPerKey(journal, "billing");
    }

    @SimulationTest
    void messageThatLeavesBeforeAnEarlierOneOfItsKey_isOutOfOrder(Broker broker, Journal journal)
            throws InterruptedException {
        var deliveries = receive(broker, "a", "b", "a");
        deliveries.get(2).ack();
        assertThatThrownBy(() -> assertOrderPerKey(journal, "billing"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("message 3 of key 'a' left subscription 'billing' before message 1,"
                        + " which was published earlier:")
                .hasMessageContaining("order of a");
        deliveries.get(0).ack();
        assertThatThrownBy(() -> assertOrderPerKey(journal, "billing")).isInstanceOf(AssertionFailedError.class);
    }

    @SimulationTest
    void orderPerKey_ofASubscriptionThatIsNotThere_isRefused(Broker broker, Journal journal)
            throws InterruptedException {
        assertThatThrownBy(() -> assertOrderPerKey(journal, "biling"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are none at all");
        receive(broker, "a");
        broker.subscribe(ORDERS, Subscription.named("archive"));
        assertThatThrownBy(() -> assertOrderPerKey(journal, "biling"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "broker '" + broker.name() + "' has no subscription 'biling', and the journal knows of none:"
                                + " there are 'archive', 'billing'");
    }

    @SimulationTest
    void orderPerKey_holds_whereNothingWasPublished_andWhereTheSubscriptionIsGone(Broker broker, Journal journal)
            throws InterruptedException {
        broker.subscribe(ORDERS, Subscription.named("archive"));
        assertOrderPerKey(journal, "archive");
        receive(broker, "a").getFirst().ack();
        broker.deleteSubscription(ORDERS, "archive");
        assertOrderPerKey(journal, "archive");
    }

    @SimulationTest
    void messagesWithoutAKey_haveNoOrder(Broker broker, Journal journal) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.publish(ORDERS, "order 1");
        broker.publish(ORDERS, "order 2");
        billing.receive();
        billing.receive().ack();
        assertOrderPerKey(journal, "billing");
    }
}

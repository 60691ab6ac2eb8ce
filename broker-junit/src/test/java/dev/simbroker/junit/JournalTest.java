package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a journal says of each message. */
class JournalTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Topic<DeadLetter> DEAD = Topic.of("dead", DeadLetter.class);
    private static final Subscription BILLING = Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30));

    private static Instant second(int second) {
        return Simulation.DEFAULT_START.plusSeconds(second);
    }

    private static long publish(Broker broker, String payload) throws InterruptedException {
        return ((PublishResult.Accepted) broker.publish(ORDERS, payload)).id();
    }

    @SimulationTest
    void everyAttempt_isRecorded_withItsEndAndInstants(Simulation simulation, Broker broker, Journal journal)
            throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING.backoff(Backoff.fixed(Duration.ofSeconds(5))));
        long id = publish(broker, "order 1");
        simulation.sleep(Duration.ofSeconds(1));
        billing.receive(); // lapses at 31 s
        billing.receive().nack(Duration.ofSeconds(7)); // at 36 s
        billing.receive().ack(); // at 43 s

        var way = journal.history(id).in("billing");
        assertThat(way.destination()).isEqualTo("orders");
        assertThat(way.delivered()).contains(second(0));
        assertThat(way.attempts())
                .containsExactly(
                        tried(1, 1, AttemptOutcome.LEASE_EXPIRED, 31, Duration.ofSeconds(5)),
                        tried(2, 36, AttemptOutcome.NACKED, 36, Duration.ofSeconds(7)),
                        tried(3, 43, AttemptOutcome.ACKED, 43, null));
        assertThat(way.outcome()).contains(new MessageOutcome.Settled(second(43), 1));
        assertThat(way.outcomes())
                .containsExactly(AttemptOutcome.LEASE_EXPIRED, AttemptOutcome.NACKED, AttemptOutcome.ACKED);
    }

    private static SubscriptionHistory.AttemptRecord tried(
            int number, int received, AttemptOutcome how, int ended, @Nullable Duration again) {
        var end = new SubscriptionHistory.End(how, second(ended), Optional.ofNullable(again));
        return new SubscriptionHistory.AttemptRecord(number, "billing", second(received), Optional.of(end));
    }

    @SimulationTest
    void attemptUnderWay_hasNoEnd(Broker broker, Journal journal) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        long id = publish(broker, "order 1");
        billing.receive();

        var way = journal.history(id).in("billing");
        assertThat(way.attempts())
                .containsExactly(new SubscriptionHistory.AttemptRecord(1, "billing", second(0), Optional.empty()));
        assertThat(way.outcome()).isEmpty();
        assertThat(way.outcomes()).isEmpty();
    }

    @SimulationTest
    void receiptAtMostOnce_settles(Broker broker, Journal journal) throws InterruptedException {
        var audit = broker.subscribe(ORDERS, Subscription.named("audit"));
        var billing = broker.subscribe(ORDERS, BILLING);
        long id = publish(broker, "order 1");
        audit.receive();
        billing.receive().ack();

        var history = journal.history(id);
        assertThat(history.subscriptions())
                .extracting(SubscriptionHistory::subscription)
                .containsExactly("audit", "billing");
        assertThat(history.in("audit").outcomes()).containsExactly(AttemptOutcome.TAKEN);
        assertThat(history.in("audit").outcome()).contains(new MessageOutcome.Settled(second(0), 1));
        assertThat(history.in("billing").outcome()).contains(new MessageOutcome.Settled(second(0), 2));
    }

    @SimulationTest
    void lastAttempt_isRecordedAsWhatItWas_whereverTheMessageGoes(Broker broker, Journal journal)
            throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING.deliveryLimit(1));
        var shipping = broker.subscribe(
                ORDERS,
                Subscription.named("shipping")
                        .atLeastOnce(Duration.ofSeconds(9))
                        .deliveryLimit(1)
                        .deadLetter(DEAD));
        long id = publish(broker, "order 1");
        billing.receive().nack();
        shipping.receive().reject();

        var history = journal.history(id);
        assertThat(history.in("billing").outcomes()).containsExactly(AttemptOutcome.NACKED);
        assertThat(history.in("billing").outcome())
                .contains(new MessageOutcome.Dropped(second(0), 1, RemovalReason.DELIVERY_LIMIT));
        assertThat(history.in("shipping").outcomes()).containsExactly(AttemptOutcome.REJECTED);
        assertThat(history.in("shipping").outcome())
                .contains(new MessageOutcome.DeadLettered(second(0), 2, RemovalReason.REJECTED));
    }

    @SimulationTest
    void leaseThatRunsOutForTheLastTime_isALapse(Simulation simulation, Broker broker, Journal journal)
            throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING.deliveryLimit(1).deadLetter(DEAD));
        long id = publish(broker, "order 1");
        billing.receive();
        simulation.sleep(Duration.ofMinutes(1));

        assertThat(journal.history(id).in("billing").outcomes()).containsExactly(AttemptOutcome.LEASE_EXPIRED);
        assertThat(journal.history(id).in("billing").outcome())
                .contains(new MessageOutcome.DeadLettered(second(30), 1, RemovalReason.DELIVERY_LIMIT));
    }

    @SimulationTest
    void closedAndCrashedSubscribers_areToldApart(Broker broker, Journal journal) throws InterruptedException {
        long id;
        try (var first = broker.subscribe(ORDERS, BILLING)) {
            id = publish(broker, "order 1");
            first.receive();
        }
        var second = broker.subscribe(ORDERS, BILLING);
        second.receive();
        second.crash();

        assertThat(journal.history(id).in("billing").outcomes())
                .containsExactly(AttemptOutcome.CLOSED, AttemptOutcome.CRASHED);
    }

    @SimulationTest
    void messageThatFindsTheQueueFull_wasNeverPutIn(Broker broker, Journal journal) throws InterruptedException {
        broker.subscribe(ORDERS, BILLING.capacity(1, Overflow.DROP_NEWEST));
        publish(broker, "order 1");
        long id = publish(broker, "order 2");

        var way = journal.history(id).in("billing");
        assertThat(way.delivered()).isEmpty();
        assertThat(way.attempts()).isEmpty();
        assertThat(way.outcome()).contains(new MessageOutcome.Dropped(second(0), 1, RemovalReason.QUEUE_FULL));
    }

    @SimulationTest
    void messageThatNobodyWants_hasNoPassages(Broker broker, Journal journal) throws InterruptedException {
        long id = ((PublishResult.Unrouted) broker.publish(ORDERS, "order 1")).id();
        assertThat(journal.history(id).subscriptions()).isEmpty();
        assertThat(journal.history(id)).asString().contains("given to no subscription");
    }

    @SimulationTest
    void report_isReadable(Simulation simulation, Broker broker, Journal journal) throws InterruptedException {
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.publish(Publication.of(ORDERS, "order 1").key("customer 7"));
        billing.receive();
        simulation.sleep(Duration.ofSeconds(31));
        billing.receive();

        assertThat(journal.histories().getFirst().toString().lines())
                .containsExactly(
                        "message 1 on topic 'orders' with key 'customer 7', published at 2000-01-01T00:00:00Z: order 1",
                        "  subscription 'billing' on 'orders'",
                        "    delivered at 2000-01-01T00:00:00Z",
                        "    attempt 1 by 'billing' at 2000-01-01T00:00:00Z: LEASE_EXPIRED at 2000-01-01T00:00:30Z,"
                                + " to be delivered again after PT0S",
                        "    attempt 2 by 'billing' at 2000-01-01T00:00:31Z: under way",
                        "    still there");
    }

    @SimulationTest
    void journal_keepsTheLatestMessages(Broker broker) throws InterruptedException {
        var journal = Journal.of(broker, 2);
        broker.subscribe(ORDERS, BILLING);
        long first = publish(broker, "order 1");
        publish(broker, "order 2");
        publish(broker, "order 3");

        assertThat(journal.histories())
                .extracting(history -> history.message().payload())
                .map(Object::toString)
                .containsExactly("order 2", "order 3");
        assertThatThrownBy(() -> journal.history(first))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the journal does not know message " + first)
                .hasMessageContaining("the last 2 of them");
        assertThatThrownBy(() -> Journal.of(broker, 0)).hasMessage("a journal must remember at least 1 message: 0");
    }

    @SimulationTest
    void subscriptionThatWasNeverGivenTheMessage_isNamed(Broker broker, Journal journal) throws InterruptedException {
        broker.subscribe(ORDERS, BILLING);
        long id = publish(broker, "order 1");
        assertThatThrownBy(() -> journal.history(id).in("shipping"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subscription 'shipping' was never given message " + id)
                .hasMessageContaining("subscription 'billing' on 'orders'");
    }

    // ---- handlers that throw ----

    /** What a handler threw was nowhere: the journal said that the message had been given back. */
    @SimulationTest
    void whatAHandlerThrew_isInItsAttempt(Simulation simulation, Broker broker, Journal journal) throws Exception {
        broker.consume(ORDERS, Subscription.named("billing").atLeastOnce().deliveryLimit(2), 1, delivery -> {
            throw new IllegalStateException("no such customer");
        });
        broker.publish(ORDERS, "order 1");
        simulation.awaitQuiescence();

        var attempts = journal.history(1).in("billing").attempts();
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.failure())
                    .hasValueSatisfying(failure -> assertThat(failure.toString())
                            .contains("java.lang.IllegalStateException: no such customer")
                            .contains("JournalTest.java"));
            assertThat(attempt.toString())
                    .contains("; its handler threw java.lang.IllegalStateException: no such customer");
        });
    }

    @SimulationTest
    void messageThatAHandlerLost_atMostOnce_isDropped(Simulation simulation, Broker broker, Journal journal)
            throws Exception {
        broker.consume(ORDERS, Subscription.named("audit").atMostOnce(), 1, delivery -> {
            throw new IllegalStateException("no such customer");
        });
        broker.publish(ORDERS, "order 1");
        simulation.awaitQuiescence();

        var way = journal.history(1).in("audit");
        assertThat(way.outcome())
                .hasValueSatisfying(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                MessageOutcome.Dropped.class,
                                dropped -> assertThat(dropped.reason()).isEqualTo(RemovalReason.HANDLER_FAILED)));
        assertThat(way.toString()).contains("its handler threw java.lang.IllegalStateException");
    }
}

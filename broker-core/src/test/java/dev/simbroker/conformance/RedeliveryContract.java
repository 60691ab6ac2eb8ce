package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Attempt;
import dev.simbroker.DeadLetter;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Settlement;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages come back from members that leave or crash, with their history, and no more are in flight than allowed. */
interface RedeliveryContract extends BrokerKit {

    /** With a lease of 30 ticks and no delivery limit. */
    default Subscription returning() {
        return Subscription.named("billing").atLeastOnce(ticks(30)).deliveryLimit(Subscription.UNLIMITED);
    }

    // ---- consumers leave ----

    @Test
    default void closedSubscriber_returnsWhatItHas_atOnce() {
        var leaving = broker().subscribe(ORDERS, returning());
        publish(3);
        var inFlight = next(leaving);
        var log = listen();

        leaving.close();

        assertLaw(leaving, "3 = 3 ready");
        assertThat(figures(leaving).redelivered(RedeliveryCause.CLOSED)).isEqualTo(1);
        assertThat(log.events("redelivering")).containsExactly("redelivering 1 CLOSED");
        assertThat(inFlight.ack())
                .isInstanceOfSatisfying(
                        Settlement.Late.class, late -> assertThat(late.cause()).isEqualTo(RedeliveryCause.CLOSED));
        var staying = broker().subscribe(ORDERS, returning());
        assertThat(drain(staying)).containsExactly("1", "2", "3");
    }

    @Test
    default void crashedSubscriber_returnsWhatItHas_atOnce_andTheCauseIsKnown() {
        run(() -> {
            var crashing = broker().subscribe(ORDERS, returning());
            var waiting = broker().subscribe(ORDERS, returning());
            publish("1");
            var inFlight = next(crashing);
            var reader = start("waiting", waiting::receive);
            sleepFor(ticks(3));

            crashing.crash();

            assertThat(reader.result().attempt()).isEqualTo(2);
            reader.assertEnded(ticks(3));
            assertThat(reader.result().subscriber()).isEqualTo("billing-2");
            assertThat(inFlight.ack())
                    .isInstanceOfSatisfying(
                            Settlement.Late.class,
                            late -> assertThat(late.cause()).isEqualTo(RedeliveryCause.CRASHED));
            assertThat(figures(waiting).redelivered(RedeliveryCause.CRASHED)).isEqualTo(1);
            assertLaw(waiting, "1 = 1 in flight");
        });
    }

    @Test
    default void crash_isTheEndOfASubscriber() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, returning());
            var reader = start("reader", billing::receive);
            settleDown();

            billing.crash();
            billing.crash();
            billing.close();

            assertThat(reader.thrown()).isInstanceOf(SubscriptionClosedException.class);
            assertThat(billing.isClosed()).isTrue();
            assertThat(broker().subscribers()).isEmpty();
        });
    }

    @Test
    default void messageOfACrashedSubscriber_doesNotLapseOnceMore() {
        run(() -> {
            var crashing = broker().subscribe(ORDERS, returning());
            publish("1");
            next(crashing);
            sleepFor(ticks(10));
            crashing.crash();
            var billing = broker().subscribe(ORDERS, returning());
            next(billing);
            sleepFor(ticks(25));

            assertLaw(billing, "1 = 1 in flight");
            assertThat(billing.receive().attempt()).isEqualTo(3);
            assertElapsed(ticks(40));
        });
    }

    @Test
    default void messageHandedToAProcess_whoseSubscriberCrashesThen_isNotLost() {
        run(() -> {
            var crashing = broker().subscribe(ORDERS, returning());
            var reader = start("reader", crashing::receive);
            settleDown();

            publish("1");
            crashing.crash();

            var billing = broker().subscribe(ORDERS, returning());
            assertThat(drain(billing)).containsExactly("1");
            if (features().contains(Feature.EXACT_TIMES)) { // otherwise it may have gone on before the crash
                assertThat(reader.thrown()).isInstanceOf(SubscriptionClosedException.class);
            }
        });
    }

    // ---- the history ----

    @Test
    default void history_tellsEveryAttempt_byWhom_when_andHowItEnded() {
        run(() -> {
            var start = scheduler().clock().instant();
            var first = broker().subscribe(ORDERS, returning());
            publish("1");
            assertThat(first.receive().history()).isEmpty();
            first.receive();
            sleepFor(ticks(2));
            first.crash();
            var second = broker().subscribe(ORDERS, returning());
            second.receive().nack(ticks(3));

            var delivery = second.receive();

            assertThat(delivery.attempt()).isEqualTo(4);
            assertThat(delivery.history()).extracting(Attempt::number).containsExactly(1, 2, 3);
            assertThat(delivery.history())
                    .extracting(Attempt::cause)
                    .containsExactly(RedeliveryCause.LEASE_EXPIRED, RedeliveryCause.CRASHED, RedeliveryCause.NACKED);
            assertThat(delivery.history())
                    .extracting(Attempt::subscriber)
                    .containsExactly("billing", "billing", "billing-2");
            var ticks = new long[] {0, 30, 30, 32, 32, 32};
            for (int n = 0; n < 3; n++) {
                var attempt = delivery.history().get(n);
                assertDuration(Duration.between(start, attempt.received()), ticks(ticks[2 * n]));
                assertDuration(Duration.between(start, attempt.ended()), ticks(ticks[2 * n + 1]));
            }
        });
    }

    @Test
    default void history_isBounded_theNumberOfAttemptsIsNot() {
        var billing = broker().subscribe(ORDERS, returning());
        publish("1");
        for (int n = 0; n < 150; n++) {
            next(billing).nack();
        }

        var delivery = next(billing);

        assertThat(delivery.attempt()).isEqualTo(151);
        assertThat(delivery.history())
                .extracting(Attempt::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(151 - DeadLetter.LONGEST_HISTORY, 150)
                        .boxed()
                        .toList());
    }

    @Test
    default void attempts_areCountedForEachSubscription_alone() {
        var billing = broker().subscribe(ORDERS, returning());
        var audit = broker().subscribe(ORDERS, Subscription.named("audit").atLeastOnce());
        publish("1");

        next(billing).nack();
        next(billing).nack();

        assertThat(next(billing).attempt()).isEqualTo(3);
        assertThat(next(audit).attempt()).isEqualTo(1);
    }

    // ---- how many are out at once ----

    @Test
    default void noMoreThanTheLimit_areInFlight_overAllMembers() {
        requires(Feature.MAX_IN_FLIGHT);
        var settings = returning().maxInFlight(2);
        var one = broker().subscribe(ORDERS, settings);
        var other = broker().subscribe(ORDERS, settings);
        publish(4);
        var first = next(one);
        next(other);

        assertThat(one.tryReceive()).isEmpty();
        assertThat(other.tryReceive()).isEmpty();
        assertLaw(one, "4 = 2 ready + 2 in flight");

        first.ack();
        assertThat(next(other).payload()).isEqualTo("3");
        assertThat(one.tryReceive()).isEmpty();
    }

    @Test
    default void waitingReceiver_goesOn_whenAnAttemptEnds_howeverItEnds() {
        requires(Feature.MAX_IN_FLIGHT);
        run(() -> {
            var billing = broker().subscribe(ORDERS, returning().maxInFlight(1));
            publish(5);
            var received = new CopyOnWriteArrayList<String>();
            var reader = start("reader", () -> {
                for (int n = 0; n < 4; n++) {
                    var delivery = billing.receive();
                    received.add(delivery.payload() + "/" + delivery.attempt());
                    switch (n) {
                        case 0 -> scheduler().schedule(tick(), delivery::ack);
                        case 1 -> scheduler().schedule(tick(), delivery::reject);
                        case 2 -> scheduler().schedule(tick(), delivery::nack);
                        default -> delivery.extend(ticks(2));
                    }
                }
                return billing.receive().attempt();
            });

            assertThat(reader.result()).isEqualTo(3);

            assertThat(received).containsExactly("1/1", "2/1", "3/1", "3/2");
            reader.assertEnded(ticks(5));
            assertLaw(billing, "5 = 1 settled + 1 dropped + 2 ready + 1 in flight");
        });
    }

    @Test
    default void limit_isOneForEverySubscription_notForTheTopic() {
        requires(Feature.MAX_IN_FLIGHT);
        var one = broker().subscribe(
                        ORDERS, Subscription.named("one").atLeastOnce().maxInFlight(1));
        var other = broker().subscribe(
                        ORDERS, Subscription.named("other").atLeastOnce().maxInFlight(1));
        publish(2);

        assertThat(receiveAll(one)).hasSize(1);
        assertThat(receiveAll(other)).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> returning().maxInFlight(0))
                .withMessage("maxInFlight must be at least 1: 0");
    }
}

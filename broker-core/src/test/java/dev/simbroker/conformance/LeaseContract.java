package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Guarantee;
import dev.simbroker.Publication;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Settlement;
import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At least once: a message is on lease from its receipt, and comes back unless it is settled in time. */
interface LeaseContract extends BrokerKit {

    /** With a lease of 30 ticks. */
    default Subscription leased() {
        return Subscription.named("billing").atLeastOnce(ticks(30));
    }

    private static void assertLate(Settlement settlement, RedeliveryCause cause) {
        assertThat(settlement)
                .isInstanceOfSatisfying(
                        Settlement.Late.class, late -> assertThat(late.cause()).isEqualTo(cause));
        assertThat(settlement.isDone()).isFalse();
    }

    @Test
    default void defaults_areThoseOfTheSystemsPeopleKnow() {
        var settings = Subscription.named("billing").atLeastOnce();

        assertThat(Subscription.named("billing").guarantee()).isEqualTo(Guarantee.AT_MOST_ONCE);
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.retry().deliveryLimit()).isEqualTo(5);
        assertThat(settings.retry().deadLetter()).isEmpty();
        assertThat(settings.buffer().maxInFlight()).isEqualTo(Subscription.UNLIMITED);
    }

    // ---- the lease ----

    @Test
    default void lease_opensAtReceipt_notAtPublication() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            sleepFor(ticks(35));

            var delivery = next(billing);
            sleepFor(ticks(29));

            assertThat(delivery.attempt()).isEqualTo(1);
            assertLaw(billing, "1 = 1 in flight");
            assertThat(delivery.ack()).isEqualTo(new Settlement.Done());
            assertLaw(billing, "1 = 1 settled");
        });
    }

    @Test
    default void unackedMessage_isRedelivered_exactlyAtTheEndOfItsLease() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            sleepFor(ticks(7));
            next(billing);

            var again = billing.receive();

            assertElapsed(ticks(37));
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(figures(billing).redelivered(RedeliveryCause.LEASE_EXPIRED))
                    .isEqualTo(1);
            assertLaw(billing, "1 = 1 in flight");
        });
    }

    @Test
    default void everyAttempt_hasALeaseOfItsOwn() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            next(billing);
            billing.receive();

            assertThat(billing.receive().attempt()).isEqualTo(3);

            assertElapsed(ticks(60));
        });
    }

    @Test
    default void settledMessage_staysAway() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            next(billing).ack();

            assertThat(billing.receive(aLongTime())).isEmpty();
        });
    }

    @Test
    default void extending_renewsTheLease_fromNow() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            var delivery = next(billing);
            sleepFor(ticks(20));

            assertThat(delivery.extend(ticks(15))).isEqualTo(new Settlement.Done());

            assertThat(billing.receive().attempt()).isEqualTo(2);
            assertElapsed(ticks(35));
        });
    }

    @Test
    default void extending_mayShortenALease_andBeRepeated() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            var delivery = next(billing);
            for (int n = 0; n < 3; n++) {
                delivery.extend(ticks(30));
                sleepFor(ticks(25));
            }
            delivery.extend(ticks(2));

            billing.receive();

            assertElapsed(ticks(3 * 25 + 2));
            assertThatIllegalArgumentException().isThrownBy(() -> delivery.extend(Duration.ZERO));
        });
    }

    // ---- settling ----

    @Test
    default void settlingTwice_isHarmless_andSaysSo() {
        var billing = broker().subscribe(ORDERS, leased());
        publish("1");
        var delivery = next(billing);

        assertThat(delivery.ack()).isEqualTo(new Settlement.Done());

        var already = new Settlement.AlreadySettled();
        assertThat(delivery.ack()).isEqualTo(already);
        assertThat(delivery.nack()).isEqualTo(already);
        assertThat(delivery.nack(tick())).isEqualTo(already);
        assertThat(delivery.reject()).isEqualTo(already);
        assertThat(delivery.extend(tick())).isEqualTo(already);
        assertLaw(billing, "1 = 1 settled");
        assertThat(figures(billing).acked()).isEqualTo(1);
        assertThat(figures(billing).nacked()).isZero();
    }

    @Test
    default void lateAcknowledgement_changesNothing_andSaysWhy() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            var before = scheduler().clock().instant();
            var late = next(billing);
            var again = billing.receive();

            assertThat(late.ack()).isInstanceOfSatisfying(Settlement.Late.class, settlement -> {
                assertThat(settlement.cause()).isEqualTo(RedeliveryCause.LEASE_EXPIRED);
                assertDuration(Duration.between(before, settlement.since()), ticks(30));
            });
            assertLate(late.nack(), RedeliveryCause.LEASE_EXPIRED);
            assertLate(late.nack(tick()), RedeliveryCause.LEASE_EXPIRED);
            assertLate(late.reject(), RedeliveryCause.LEASE_EXPIRED);
            assertLate(late.extend(tick()), RedeliveryCause.LEASE_EXPIRED);
            assertLaw(billing, "1 = 1 in flight");
            assertThat(again.ack()).isEqualTo(new Settlement.Done());
            assertLate(late.ack(), RedeliveryCause.LEASE_EXPIRED);
            assertThat(figures(billing).acked()).isEqualTo(1);
        });
    }

    @Test
    default void nackedMessage_isThereAgain_atOnce() {
        var billing = broker().subscribe(ORDERS, leased());
        publish("1");
        var log = listen();
        var first = next(billing);

        assertThat(first.nack()).isEqualTo(new Settlement.Done());

        assertThat(next(billing).attempt()).isEqualTo(2);
        assertLate(first.ack(), RedeliveryCause.NACKED);
        assertThat(figures(billing).nacked()).isEqualTo(1);
        assertThat(figures(billing).redelivered(RedeliveryCause.NACKED)).isEqualTo(1);
        assertThat(figures(billing).received()).isEqualTo(2);
        assertThat(log.events())
                .containsExactly("received 1 by billing", "redelivering 1 NACKED", "received 1 by billing");
    }

    @Test
    default void nackWithADelay_keepsTheMessageBack_forSoLong() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            publish("1");
            next(billing).nack(ticks(5));
            assertLaw(billing, "1 = 1 delayed");
            assertThat(billing.tryReceive()).isEmpty();

            assertThat(billing.receive().attempt()).isEqualTo(2);

            assertElapsed(ticks(5));
            assertThat(figures(billing).nackedWithDelay()).isEqualTo(1);
            assertThat(figures(billing).nacked()).isZero();
        });
    }

    @Test
    default void nackWithADelay_ofNothing_orForEver() {
        var billing = broker().subscribe(ORDERS, leased());
        publish("1");

        next(billing).nack(Duration.ZERO);
        var delivery = next(billing);
        assertThatIllegalArgumentException().isThrownBy(() -> delivery.nack(Duration.ofNanos(-1)));
        assertThat(delivery.nack(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(new Settlement.Done());

        assertLaw(billing, "1 = 1 delayed");
    }

    @Test
    default void rejectedMessage_isGone() {
        var billing = broker().subscribe(ORDERS, leased());
        publish("1");
        var log = listen();
        var delivery = next(billing);

        assertThat(delivery.reject()).isEqualTo(new Settlement.Done());

        assertThat(delivery.ack().isDone()).isFalse();
        assertLaw(billing, "1 = 1 dropped");
        assertThat(figures(billing).dropped(RemovalReason.REJECTED)).isEqualTo(1);
        assertThat(figures(billing).rejected()).isEqualTo(1);
        assertThat(log.events("dropped")).containsExactly("dropped 1 REJECTED of billing");
    }

    // ---- the order ----

    @Test
    default void messageThatComesBack_takesItsOldPlace() {
        var billing = broker().subscribe(ORDERS, leased());
        publish(5);
        var deliveries = List.of(next(billing), next(billing), next(billing));

        deliveries.get(2).nack();
        deliveries.get(0).nack();
        deliveries.get(1).nack();

        assertThat(drain(billing)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    default void messageThatComesBack_takesItsOldPlace_withinItsPriority() {
        requires(Feature.PRIORITY);
        var billing = broker().subscribe(ORDERS, leased());
        publish("1", "2");
        broker().tryPublish(Publication.of(ORDERS, "urgent 1").priority(9));
        broker().tryPublish(Publication.of(ORDERS, "urgent 2").priority(9));
        var urgent = next(billing);
        var other = next(billing);
        var ordinary = next(billing);

        ordinary.nack();
        other.nack();
        urgent.nack();

        assertThat(drain(billing)).containsExactly("urgent 1", "urgent 2", "1", "2");
    }

    @Test
    default void messagesThatAreRedelivered_whileOthersComeIn_areNeitherLostNorDoubled() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, leased());
            for (int n = 1; n <= 50; n++) {
                publish("" + n);
                var delivery = next(billing);
                if (delivery.attempt() < 3) {
                    delivery.nack(ticks(n % 7));
                } else {
                    delivery.ack();
                }
                sleepFor(tick());
            }
            sleepFor(ticks(10));
            drain(billing);

            assertLaw(billing, "50 = 50 settled");
        });
    }
}

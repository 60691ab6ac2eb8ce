package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Backoff;
import dev.simbroker.Delivery;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** A message that comes back waits for its backoff before it is delivered again. */
interface BackoffContract extends BrokerKit {

    private Subscriber<String> subscriber(Backoff backoff) {
        requires(Feature.BACKOFF);
        return broker().subscribe(
                        ORDERS,
                        Subscription.named("billing")
                                .atLeastOnce(ticks(30))
                                .deliveryLimit(Subscription.UNLIMITED)
                                .backoff(backoff));
    }

    /** Returns a message again and again, and checks how long it stays away each time. */
    private void assertWaits(Backoff backoff, long... ticks) {
        var billing = subscriber(backoff);
        run(() -> {
            publish("1");
            var delivery = billing.receive();
            for (long wait : ticks) {
                Duration returned = elapsed();
                delivery.nack();
                assertLaw(billing, wait == 0 ? "1 = 1 ready" : "1 = 1 delayed");
                delivery = billing.receive();
                assertDuration(elapsed().minus(returned), ticks(wait));
            }
            assertThat(delivery.attempt()).isEqualTo(ticks.length + 1);
            assertThat(figures(billing).redelivered(RedeliveryCause.NACKED)).isEqualTo(ticks.length);
        });
    }

    @Test
    default void withoutBackoff_messagesComeAgainAtOnce() {
        assertWaits(Backoff.none(), 0, 0, 0);
    }

    @Test
    default void fixedBackoff_isAlwaysTheSame() {
        assertWaits(Backoff.fixed(ticks(4)), 4, 4, 4);
    }

    @Test
    default void exponentialBackoff_doubles_upToItsCap() {
        assertWaits(Backoff.exponential(ticks(1), ticks(10)), 1, 2, 4, 8, 10, 10);
    }

    @Test
    default void listedBackoff_repeatsItsLastDelay() {
        assertWaits(Backoff.of(ticks(3), ticks(0), ticks(5)), 3, 0, 5, 5, 5);
    }

    @Test
    default void jitter_shortensADelay_byNoMoreThanItsPart() {
        var billing = subscriber(Backoff.exponential(ticks(10), ticks(10)).jitter(0.5));
        run(() -> {
            var waits = new HashSet<Duration>();
            publish(20);
            var returned = elapsed();
            receiveAll(billing).forEach(Delivery::nack);
            for (int n = 0; n < 20; n++) {
                billing.receive().ack();
                waits.add(elapsed().minus(returned));
            }
            assertThat(waits)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(wait -> assertThat(wait)
                            .isBetween(ticks(5), ticks(10).plus(tick()).plus(stage().lateness())));
        });
    }

    @Test
    default void backoff_followsALapsedLease_too() {
        var billing = subscriber(Backoff.fixed(ticks(4)));
        run(() -> {
            publish("1");
            billing.receive();

            billing.receive();

            assertElapsed(ticks(34));
        });
    }

    @Test
    default void backoff_doesNotPunishAConsumersEnd() {
        var billing = subscriber(Backoff.fixed(ticks(4)));
        publish("1");
        next(billing);

        billing.crash();

        assertLaw(billing, "1 = 1 ready");
    }

    @Test
    default void delayOfTheConsumersChoice_comesBeforeTheBackoff() {
        var billing = subscriber(Backoff.fixed(ticks(4)));
        run(() -> {
            publish("1");
            billing.receive().nack(ticks(9));

            billing.receive();

            assertElapsed(ticks(9));
        });
    }

    @Test
    default void messageThatWaits_letsOthersPass() {
        var billing = subscriber(Backoff.fixed(ticks(4)));
        run(() -> {
            publish("1", "2");
            billing.receive().nack();
            assertThat(billing.receive().payload()).isEqualTo("2");
            assertElapsed(ticks(0));

            assertThat(billing.receive().payload()).isEqualTo("1");

            assertElapsed(ticks(4));
        });
    }
}

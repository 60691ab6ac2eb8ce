package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.Settlement;
import dev.simbroker.Subscription;
import org.junit.jupiter.api.Test;

/** At most once: settled at receipt, never delivered again, and still never lost before. */
interface AtMostOnceContract extends BrokerKit {

    Subscription ONCE = Subscription.named("once").atMostOnce();

    @Test
    default void receipt_settles() {
        run(() -> {
            var once = broker().subscribe(ORDERS, ONCE);
            publish("1");
            next(once);

            assertLaw(once, "1 = 1 settled");
            assertThat(once.receive(aLongTime())).isEmpty();
        });
    }

    @Test
    default void acknowledging_isHarmless_andUnnecessary() {
        var once = broker().subscribe(ORDERS, ONCE);
        publish("1");
        var delivery = next(once);

        var already = new Settlement.AlreadySettled();
        assertThat(delivery.ack()).isEqualTo(already);
        assertThat(delivery.nack()).isEqualTo(already);
        assertThat(delivery.reject()).isEqualTo(already);
        assertThat(delivery.extend(tick())).isEqualTo(already);
        assertLaw(once, "1 = 1 settled");
        assertThat(figures(once).acked()).isZero();
        assertThat(figures(once).received()).isEqualTo(1);
    }

    @Test
    default void crash_losesWhatWasReceived_andNothingElse() {
        var crashing = broker().subscribe(ORDERS, ONCE);
        publish(3);
        next(crashing);

        crashing.crash();

        var once = broker().subscribe(ORDERS, ONCE);
        assertThat(drain(once)).containsExactly("2", "3");
        assertThat(figures(once).redelivered(RedeliveryCause.CRASHED)).isZero();
        assertLaw(once, "3 = 3 settled");
    }

    @Test
    default void messageHandedToAProcess_thatHasNotGoneOn_isNotLost_andNotAnAttempt() {
        requires(Feature.EXACT_TIMES);
        run(() -> {
            var crashing = broker().subscribe(ORDERS, ONCE);
            var reader = start("reader", crashing::receive);
            settleDown();

            publish("1");
            crashing.crash();

            assertThat(reader.thrown()).isInstanceOf(IllegalStateException.class);
            var once = broker().subscribe(ORDERS, ONCE);
            assertThat(next(once).attempt()).isEqualTo(1);
            assertLaw(once, "1 = 1 settled");
        });
    }

    @Test
    default void order_isThatOfPublication() {
        var once = broker().subscribe(ORDERS, ONCE);
        publish(100);

        assertThat(drain(once)).hasSize(100).startsWith("1", "2", "3").endsWith("99", "100");
    }
}

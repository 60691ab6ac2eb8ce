package dev.simbroker.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the billing is tested by the wall clock. */
@Tag("real-time")
class BillingRealTimeTest {

    private final LiveScheduler scheduler = Scheduler.live();
    private final Broker broker = Broker.create(scheduler);
    private final TestGateway gateway = new TestGateway(scheduler.clock());
    private Billing billing;

    @BeforeEach
    void start() {
        billing = new Billing(
                broker,
                gateway,
                Duration.ofSeconds(2), // 30 s in production
                Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1))); // from 1 min to 1 h in production
    }

    @AfterEach
    void stop() throws Exception {
        billing.close();
        scheduler.close();
    }

    @Test
    void failedCharge_isTriedAgain_laterAndLater() throws Exception {
        gateway.fail(2);
        broker.publish(Billing.ORDERS, "order 1");

        await().atMost(Duration.ofSeconds(10)).until(() -> !gateway.charged().isEmpty());
        var calls = gateway.calls();
        assertThat(Duration.between(calls.get(0), calls.get(1)))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(2));
        assertThat(Duration.between(calls.get(1), calls.get(2)))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
    }

    @Test
    void fifthFailure_endsInTheDeadLetters() throws Exception {
        gateway.fail(5);
        var letters = broker.subscribe(Billing.DEAD);
        broker.publish(Billing.ORDERS, "order 1");

        var letter = letters.receive(Duration.ofSeconds(20)).orElseThrow().payload();
        assertThat(letter.message().payload()).isEqualTo("order 1");
        assertThat(letter.attempts()).isEqualTo(5);
    }

    @Test
    void redrivenOrder_isCharged() throws Exception {
        gateway.fail(5);
        broker.publish(Billing.ORDERS, "order 1");
        await().atMost(Duration.ofSeconds(20)).until(() -> billing.redrive() == 1);

        await().atMost(Duration.ofSeconds(5)).until(() -> !gateway.charged().isEmpty());
        assertThat(gateway.charged()).containsExactly("order 1");
    }

    @Test
    void chargeThatTakesLongerThanTheLease_isTriedAgain() throws Exception {
        gateway.behave(call -> {
            if (call == 1) {
                Thread.sleep(3000);
            }
        });
        broker.publish(Billing.ORDERS, "order 1");

        await().atMost(Duration.ofSeconds(6)).until(() -> gateway.charged().size() == 2);
    }
}

package dev.simbroker.examples;

import static dev.simbroker.junit.SimulationAssertions.assertAttempts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Attempt;
import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.PublishResult;
import dev.simbroker.RemovalReason;
import dev.simbroker.junit.AttemptOutcome;
import dev.simbroker.junit.Journal;
import dev.simbroker.junit.SimulationTest;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;

/**
 * The same in simulated time, with the lease and the backoff of production, and what nobody tests by the wall clock.
 */
class BillingTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Backoff.Exponential BACKOFF = Backoff.exponential(Duration.ofMinutes(1), Duration.ofHours(1));

    private TestGateway gateway;
    private Billing billing;

    @BeforeEach
    void start(Simulation simulation, Broker broker) {
        gateway = new TestGateway(simulation.clock());
        billing = new Billing(broker, gateway, LEASE, BACKOFF);
    }

    // ---- the same ----

    @SimulationTest
    void failedCharge_isTriedAgain_laterAndLater(Simulation simulation, Broker broker) throws Exception {
        gateway.fail(2);
        broker.publish(Billing.ORDERS, "order 1");

        simulation.awaitQuiescence();
        assertThat(gateway.charged()).containsExactly("order 1");
        assertThat(gateway.calls()).containsExactly(minute(0), minute(1), minute(3));
    }

    @SimulationTest
    void fifthFailure_endsInTheDeadLetters(Broker broker) throws Exception {
        gateway.fail(5);
        var letters = broker.subscribe(Billing.DEAD);
        broker.publish(Billing.ORDERS, "order 1");

        var letter = letters.receive().payload();
        assertThat(letter.message().payload()).isEqualTo("order 1");
        assertThat(letter.reason()).isEqualTo(RemovalReason.DELIVERY_LIMIT);
        assertThat(letter.time()).isEqualTo(minute(15));
        assertThat(letter.history())
                .extracting(Attempt::received)
                .containsExactly(minute(0), minute(1), minute(3), minute(7), minute(15));
    }

    @SimulationTest
    void redrivenOrder_isCharged(Simulation simulation, Broker broker) throws Exception {
        gateway.fail(5);
        broker.publish(Billing.ORDERS, "order 1");
        simulation.awaitQuiescence();
        assertThat(billing.redrive()).isEqualTo(1);

        simulation.awaitQuiescence();
        assertThat(gateway.charged()).containsExactly("order 1");
        assertThat(billing.redrive()).isZero();
    }

    @SimulationTest
    void chargeThatTakesLongerThanTheLease_isTriedAgain(Simulation simulation, Broker broker, Journal journal)
            throws Exception {
        gateway.behave(call -> simulation.sleep(call == 1 ? LEASE.plusSeconds(1) : Duration.ZERO));
        long id = publish(broker, "order 1");

        simulation.awaitQuiescence();
        assertThat(gateway.charged()).containsExactly("order 1", "order 1"); // so the gateway must know its orders
        assertAttempts(
                journal, journal.history(id).message(), "billing", AttemptOutcome.LEASE_EXPIRED, AttemptOutcome.ACKED);
    }

    // ---- and more ----

    @SimulationTest(seeds = 200)
    void chargeThatEndsWithItsLease_isSettledOnce(Simulation simulation, Broker broker, Journal journal)
            throws Exception {
        gateway.behave(call -> simulation.sleep(call == 1 ? LEASE : Duration.ZERO));
        long id = publish(broker, "order 1");

        simulation.awaitQuiescence();
        assertThat(journal.history(id).in("billing").outcomes())
                .isIn(List.of(AttemptOutcome.ACKED), List.of(AttemptOutcome.LEASE_EXPIRED, AttemptOutcome.ACKED));
    }

    @SimulationTest(seeds = 50)
    void nightWithoutAGateway_losesNoOrder(Simulation simulation, Broker broker, RandomGenerator random)
            throws Exception {
        Instant morning = minute(8 * 60);
        gateway.behave(call -> {
            simulation.sleep(Duration.ofMillis(random.nextInt(5000)));
            if (simulation.now().isBefore(morning)) {
                throw new IllegalStateException("503 Service Unavailable");
            }
        });
        var orders = new ArrayList<String>();
        for (int n = 1; n <= 100; n++) {
            simulation.sleep(Duration.ofSeconds(random.nextInt(600)));
            orders.add("order " + n);
            broker.publish(Billing.ORDERS, "order " + n);
        }
        simulation.sleep(Duration.ofHours(12)); // it is day, and the operator is at work
        assertThat(billing.redrive()).isPositive();

        simulation.awaitQuiescence();
        assertThat(gateway.charged()).containsExactlyInAnyOrderElementsOf(orders);
    }

    private static long publish(Broker broker, String order) throws InterruptedException {
        return ((PublishResult.Accepted) broker.publish(Billing.ORDERS, order)).id();
    }

    private static Instant minute(int minute) {
        return Simulation.DEFAULT_START.plus(Duration.ofMinutes(minute));
    }
}

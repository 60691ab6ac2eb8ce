package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.simbroker.Broker;
import dev.simbroker.Publication;
import dev.simbroker.Topic;
import dev.simbroker.time.NondeterminismException;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Tests that are run twice, to see whether they do the same. */
class AuditTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    /** What a deterministic test must not depend on. */
    private static final AtomicInteger RUNS = new AtomicInteger();

    @BeforeEach
    void clear() {
        RUNS.set(0);
    }

    @Test
    void deterministicTest_passes_andWasRunTwice() {
        var launch = Launch.of(Audited.class, "deterministic");
        launch.passed(1);
        assertThat(launch.names()).containsExactly("deterministic, seed 0, each twice");
        assertThat(RUNS).hasValue(2);
    }

    @Test
    void sweepsAreAuditedSeedBySeed() {
        Launch.of(Audited.class, "deterministicSweep").passed(1);
        assertThat(RUNS).hasValue(20);
    }

    @Test
    void testThatDoesOtherThingsTheSecondTime_fails_andBothStacksAreShown() {
        Throwable failure = Launch.of(Audited.class, "other").failure();
        assertThat(failure).hasCauseInstanceOf(NondeterminismException.class);
        assertThat(failure)
                .hasMessageContaining("seed 0, each twice failed: ")
                .hasMessageContaining("first run: ")
                .hasMessageContaining("second run: ")
                .hasMessageContaining("AuditTest$Audited.other");
    }

    @Test
    void contentThatDiffers_isSeen() {
        assertThat(Launch.of(Audited.class, "otherPayload").failure())
                .hasMessageContaining("payload order 1")
                .hasMessageContaining("payload order 2");
        RUNS.set(0);
        assertThat(Launch.of(Audited.class, "otherKey").failure())
                .hasMessageContaining("with key Optional[customer 1]");
    }

    @Test
    void testThatFailsOnlyOnce_isReportedAsWhatItIs() {
        Throwable cause = Objects.requireNonNull(
                Launch.of(Audited.class, "flaky").failure().getCause());
        assertThat(cause).isInstanceOf(NondeterminismException.class);
        assertThat(cause.getSuppressed()).hasAtLeastOneElementOfType(AssertionFailedError.class);
    }

    @Test
    void testThatAlwaysFails_failsAsItDoes() {
        assertThat(Launch.of(Audited.class, "failing").failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("always");
    }

    static class Audited {

        @SimulationTest(audit = true)
        void deterministic(Simulation simulation, Broker broker, Random random) throws InterruptedException {
            RUNS.incrementAndGet();
            broker.publish(ORDERS, "order " + random.nextInt());
            simulation.sleep(Duration.ofSeconds(random.nextInt(100)));
        }

        @SimulationTest(audit = true, seeds = 10)
        void deterministicSweep(Simulation simulation, Broker broker, Random random) throws InterruptedException {
            deterministic(simulation, broker, random);
        }

        @SimulationTest(audit = true)
        void other(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofSeconds(RUNS.incrementAndGet()));
        }

        @SimulationTest(audit = true)
        void otherPayload(Broker broker) throws InterruptedException {
            broker.publish(ORDERS, "order " + RUNS.incrementAndGet());
        }

        @SimulationTest(audit = true)
        void otherKey(Broker broker) throws InterruptedException {
            broker.publish(Publication.of(ORDERS, "order").key("customer " + RUNS.incrementAndGet()));
        }

        @SimulationTest(audit = true)
        void flaky(Simulation simulation) throws InterruptedException {
            assertTrue(RUNS.incrementAndGet() == 1, "only the first time");
            simulation.sleep(Duration.ofSeconds(1));
        }

        @SimulationTest(audit = true)
        void failing(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofSeconds(1));
            assertTrue(RUNS.get() > 0, "always");
        }
    }
}

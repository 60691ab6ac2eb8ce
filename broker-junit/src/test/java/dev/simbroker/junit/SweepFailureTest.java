package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Which of the seeds that fail is reported, and how. */
class SweepFailureTest {

    @Test
    void smallestFailingSeed_isTheOneReported() {
        for (int n = 0; n < 5; n++) {
            Throwable failure = Launch.of(Failing.class, "quickerGreaterSeeds").failure();
            assertThat(failure)
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageContaining("seed 8 failed (200 seeds from 0, random order): ")
                    .hasMessageContaining("seed 8 is bad")
                    .hasMessageContaining("-Dsimbroker.seed=8,")
                    .hasMessageContaining("-Dsimbroker.replay=random:8:");
        }
    }

    @Test
    void failureOfASeed_keepsWhatItExpected_andWhereItFailed() {
        var failure =
                (AssertionFailedError) Launch.of(Failing.class, "expectation").failure();
        assertThat(failure.getExpected().getValue()).isEqualTo(1L);
        assertThat(failure.getActual().getValue()).isEqualTo(0L);
        assertThat(failure.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("expectation"));
        assertThat(failure).hasCauseInstanceOf(AssertionFailedError.class);
    }

    @Test
    void failureOfAnotherProcess_saysTheSeedToo() {
        assertThat(Launch.of(Failing.class, "race").failure())
                .hasMessageContaining("failed (100 seeds from 0, random order): ")
                .hasMessageContaining("in process 'second' at simulated time")
                .hasMessageNotContaining("replay with")
                .hasMessageContaining("-Dsimbroker.seed=")
                .hasCauseInstanceOf(AssertionFailedError.class);
    }

    static class Failing {

        @SimulationTest(seeds = 200)
        void quickerGreaterSeeds(Simulation simulation, Random random) throws InterruptedException {
            long seed = Seeds.of(random);
            for (int n = 0; n < (seed == 8 ? 20_000 : 10); n++) {
                simulation.sleep(Duration.ofSeconds(1));
            }
            assertTrue(seed < 8, "seed " + seed + " is bad");
        }

        @SimulationTest(seeds = 3)
        void expectation(Random random) {
            assertEquals(1L, Seeds.of(random));
        }

        @SimulationTest(seeds = 3)
        void identity() {
            throw new AssertionFailedError("unexpected " + new Object());
        }

        /** Fails if 'second' comes first, for which two processes must go in the order in which they were not made. */
        @SimulationTest(seeds = 100)
        void race(Simulation simulation) throws InterruptedException {
            Queue<String> order = new ConcurrentLinkedQueue<>();
            var first = simulation.spawn("first", () -> order.add("first"));
            var second = simulation.spawn("second", () -> assertEquals("first", order.peek()));
            first.join();
            second.join();
        }
    }
}

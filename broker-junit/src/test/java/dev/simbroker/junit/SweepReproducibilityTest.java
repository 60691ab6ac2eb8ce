package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.AssertionFailedError;

/** A failing seed is run again, and what ends otherwise then is not deterministic. */
class SweepReproducibilityTest {

    @Test
    void seedThatFailsInTheSameWayAgain_isReportedAsItIs() {
        for (String test : List.of("quickerGreaterSeeds", "expectation", "race", "identity")) {
            assertThat(Launch.of(SweepFailureTest.Failing.class, test).failure().getMessage())
                    .doesNotContain("not deterministic");
        }
    }

    @Test
    void seedThatPassesWhenItIsRunAgain_isReportedWithTheDifference() {
        Unsteady.RUNS.set(0);
        assertThat(Launch.of(Unsteady.class, "failsOnce").failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("seed 5 failed (3 seeds from 5, random order): the first run")
                .hasMessageEndingWith("but passed when it was run again: the program is not deterministic;"
                        + " audit = true shows where");
        assertThat(Unsteady.RUNS).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void seedThatEndsOtherwiseWhenItIsRunAgain_isReportedWithTheDifference() {
        Unsteady.RUNS.set(0);
        assertThat(Launch.of(Unsteady.class, "failsOtherwise").failure())
                .hasMessageContaining(
                        "seed 5 failed (3 seeds from 5, random order): java.lang.IllegalStateException: run 1")
                .hasMessageContaining("but failed otherwise when it was run again, with ")
                .hasMessageContaining(": the program is not deterministic; audit = true shows where");
        Unsteady.RUNS.set(0);
        assertThat(Launch.of(Unsteady.class, "abortedLater").failure())
                .hasMessageContaining("but was aborted when it was run again: the program is not deterministic");
    }

    @Test
    void auditThatSawTheSameTwice_pointsOutsideTheSimulation() {
        Unsteady.RUNS.set(0);
        assertThat(Launch.of(Unsteady.class, "audited").failure())
                .hasMessageContaining("but passed when it was run again: the program is not deterministic;"
                        + " something outlives a run, a static field for example");
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class Unsteady {

        private static final AtomicInteger RUNS = new AtomicInteger();

        @SimulationTest(seeds = 3, seed = 5)
        void failsOnce() {
            assertTrue(RUNS.incrementAndGet() > 1, "the first run");
        }

        @SimulationTest(seeds = 3, seed = 5)
        void failsOtherwise() {
            throw new IllegalStateException("run " + RUNS.incrementAndGet());
        }

        @SimulationTest(seeds = 3, seed = 5)
        void abortedLater() {
            assumeTrue(RUNS.incrementAndGet() == 1);
            throw new AssertionFailedError("the first run");
        }

        @SimulationTest(seeds = 3, seed = 5, audit = true)
        void audited() {
            assertTrue(RUNS.incrementAndGet() > 2, "the first two runs");
        }
    }
}

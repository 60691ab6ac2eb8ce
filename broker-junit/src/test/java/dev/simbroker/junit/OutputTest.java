package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.simbroker.time.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What is seen of a test that passes. What a sweep covered went to a logger, and was nowhere without a binding; reports
 * that use display names, as Surefire's can, showed how many seeds there were, and of no test which.
 */
class OutputTest {

    @Test
    void sweep_saysInItsOutputWhatItCovered_withoutAnyLogging() {
        assertThat(output(Swept.class, LauncherConstants.STDOUT_REPORT_ENTRY_KEY))
                .singleElement()
                .asString()
                .contains("Swept.fewSeeds, 3 seeds from 0, random order: all 3 seeds passed after");
    }

    @Test
    void proofThatReachesLessFarThanOneMightThink_warns() {
        assertThat(output(Vacuous.class, LauncherConstants.STDERR_REPORT_ENTRY_KEY))
                .singleElement()
                .asString()
                .contains("Vacuous.oneOrder, every interleaving")
                .contains("nothing in this test is shared");
        assertThat(output(Partial.class, LauncherConstants.STDERR_REPORT_ENTRY_KEY))
                .singleElement()
                .asString()
                .contains("Partial.some, every interleaving of seed 0, at most 2: only the first 2 interleavings");
    }

    @Test
    void nameOfASweep_isThatOfItsTest_andSaysHowManySeedsThereAre() {
        assertThat(Launch.of(Swept.class).names()).containsExactly("fewSeeds, 3 seeds from 0, random order");
        assertThat(Launch.of(Named.class).names()).containsExactly("no order is lost, seed 0");
    }

    static class Swept {

        @SimulationTest(seeds = 3)
        void fewSeeds(Simulation simulation) {}
    }

    static class Named {

        @SimulationTest
        @DisplayName("no order is lost")
        void single(Simulation simulation) {}
    }

    static class Vacuous {

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE)
        void oneOrder() {}
    }

    static class Partial {

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, interleavings = 2, partial = true)
        void some(Simulation simulation) throws InterruptedException {
            simulation.spawn("a", () -> {});
            simulation.spawn("b", () -> {});
            simulation.spawn("c", () -> {}).join();
        }
    }

    private static List<String> output(Class<?> tests, String stream) {
        var lines = new ArrayList<String>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter(LauncherConstants.CAPTURE_STDOUT_PROPERTY_NAME, "true")
                .configurationParameter(LauncherConstants.CAPTURE_STDERR_PROPERTY_NAME, "true")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                String written = entry.getKeyValuePairs().get(stream);
                if (written != null) {
                    lines.add(written);
                }
            }
        });
        return lines;
    }
}

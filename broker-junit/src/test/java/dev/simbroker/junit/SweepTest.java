package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Tests that are run under many seeds: which those are, and what the report says. */
class SweepTest {

    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
    private static final Set<Long> SEEDS = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void clear() {
        LOG.clear();
        SEEDS.clear();
    }

    @Test
    void sweep_isOneTestInTheReport_andRunsEachSeedOnce() {
        var launch = Launch.of(Passing.class, "hundred");
        launch.passed(1);
        assertThat(launch.names()).containsExactly("hundred, 100 seeds from 5, random order");
        assertThat(SEEDS).hasSize(100).contains(5L, 104L);
        assertThat(LOG).hasSize(100);
    }

    @Test
    void sweep_reportsWhatItCovered() {
        assertThat(Launch.of(Passing.class, "hundred").reports())
                .singleElement()
                .asString()
                .contains("100 seeds from 5, random order: all 100 seeds passed after");
    }

    @Test
    void property_selectsOneSeed() {
        var launch = Launch.of(Passing.class, "hundred", Map.of("simbroker.seed", "17"));
        launch.passed(1);
        assertThat(launch.names()).containsExactly("hundred, seed 17, random order");
        assertThat(SEEDS).containsExactly(17L);
        assertThat(LOG).hasSize(1);
    }

    @Test
    void property_givesSweepsMoreSeeds() {
        Launch.of(Passing.class, "hundred", Map.of("simbroker.seeds", "200")).passed(1);
        assertThat(SEEDS).hasSize(200);
        SEEDS.clear();
        Launch.of(Passing.class, "hundred", Map.of("simbroker.seeds", "3", "simbroker.seed", "1000"))
                .passed(1);
        assertThat(SEEDS).containsExactlyInAnyOrder(1000L, 1001L, 1002L);
        SEEDS.clear();
        Launch.of(Passing.class, "single", Map.of("simbroker.seeds", "200")).passed(1);
        assertThat(SEEDS).containsExactly(0L);
    }

    @Test
    void badProperties_areRefused() {
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.seed", "x"))
                        .failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("property simbroker.seed must be a whole number: 'x'");
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.seeds", "0"))
                        .failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("property simbroker.seeds: seeds must be at least 1: 0");
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.replay", "x"))
                        .failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("property simbroker.replay: ")
                .hasMessageContaining("'x'");
    }

    static class Passing {

        @SimulationTest(seeds = 100, seed = 5)
        void hundred(Simulation simulation, Random random) throws InterruptedException {
            SEEDS.add(Seeds.of(random));
            simulation.sleep(Duration.ofHours(1));
            LOG.add("run");
        }

        @SimulationTest
        void single(Random random) {
            SEEDS.add(Seeds.of(random));
        }
    }

    @Test
    void assumptions_discardSeeds() {
        var launch = Launch.of(Assuming.class, "some");
        launch.passed(1);
        assertThat(launch.reports())
                .singleElement()
                .asString()
                .contains("all 10 seeds passed, apart from 5 in which an assumption failed");
        Launch.of(Assuming.class, "all").aborted(1);
    }

    static class Assuming {

        @SimulationTest(seeds = 10)
        void some(Random random) {
            assumeTrue(Seeds.of(random) % 2 == 0);
        }

        @SimulationTest(seeds = 10)
        void all() {
            assumeTrue(false);
        }
    }
}

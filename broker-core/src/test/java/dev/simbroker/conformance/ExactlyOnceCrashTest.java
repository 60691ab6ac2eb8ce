package dev.simbroker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The proof of exactly once: what is consumed, processed and published through transactions takes effect exactly once,
 * at whichever step publishers and workers crash.
 */
class ExactlyOnceCrashTest {

    private static final int SEEDS = 500;

    @Test
    void everyInput_takesEffectExactlyOnce_whateverCrashes() {
        long crashes = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var pipeline = new CrashingPipeline(seed);
            try {
                pipeline.run();
                check(pipeline);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", with " + pipeline.crashes() + " crashes: " + e.getMessage(), e);
            }
            crashes += pipeline.crashes();
        }
        assertThat(crashes).as("what this proof rests on").isGreaterThan(20L * SEEDS);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void itDoesSo_underEverySchedule(Schedule schedule) {
        for (long seed = 0; seed < SEEDS / 10; seed++) {
            var pipeline = new CrashingPipeline(seed, Simulation.builder().schedule(schedule));
            try {
                pipeline.run();
                check(pipeline);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    static Stream<Schedule> schedules() {
        return Stream.of(Schedule.random(), Schedule.pct(3, 2_000));
    }

    @Test
    void itIsDeterministic() {
        schedules().forEach(schedule -> {
            for (long seed = 0; seed < 5; seed++) {
                long each = seed;
                EventTrace.audit(trace -> new CrashingPipeline(
                                each, Simulation.builder().schedule(schedule).recordTo(trace))
                        .run());
            }
        });
    }

    private static void check(CrashingPipeline pipeline) {
        var expected =
                pipeline.inputs().stream().map(input -> "effect of " + input).toList();
        assertThat(pipeline.effects()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pipeline.slowEffects()).containsExactlyElementsOf(pipeline.effects());
        assertThat(ConservationLaw.of(pipeline.workers()))
                .isEqualTo(expected.size() + " = " + expected.size() + " settled");
    }
}

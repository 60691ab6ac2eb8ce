package dev.simbroker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Seeds;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random programs on a consumer group break none of the {@link GroupLaws}. */
class RandomGroupTest {

    private static final int PROGRAMS = 2_000;

    private final Map<String, Integer> seen = new HashMap<>();

    @Test
    void randomGroups_keepTheLaws() {
        Seeds.forEach(PROGRAMS, seed -> run(seed).seen.forEach((what, count) -> seen.merge(what, count, Integer::sum)));

        if (!Seeds.isOnlyOne()) {
            assertThat(seen)
                    .as("what came up")
                    .containsKeys("Accepted", "Rejected", "Unrouted", "Duplicate", "received", "settled")
                    .containsKeys(
                            "NACKED", "LEASE_EXPIRED", "CLOSED", "CRASHED", "dropped DELETED", "dropped DUPLICATE")
                    .containsKeys(
                            "dropped QUEUE_FULL",
                            "dead-lettered QUEUE_FULL",
                            "dropped EXPIRED",
                            "dead-lettered EXPIRED")
                    .containsKeys("dead-lettered DELIVERY_LIMIT", "dead-lettered REJECTED", "dropped REJECTED")
                    .containsKeys("interrupted publisher", "interrupted consumer");
        }
    }

    /** Seed 30: a member received a message at the very instant at which it expired. */
    @ParameterizedTest
    @ValueSource(longs = {30})
    void formerlyFailing(long seed) {
        run(seed);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void randomGroups_keepTheLaws_underEverySchedule(Schedule schedule) {
        Seeds.forEach(PROGRAMS / 10, seed -> run(seed, Simulation.builder().schedule(schedule), true));
    }

    static Stream<Schedule> schedules() {
        return Stream.of(Schedule.random(), Schedule.pct(3, 2_000));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void randomGroups_areDeterministic(Schedule schedule) {
        Seeds.forEach(
                10,
                seed -> EventTrace.audit(trace ->
                        run(seed, Simulation.builder().schedule(schedule).recordTo(trace), true)));
    }

    private static GroupLaws run(long seed) {
        return run(seed, Simulation.builder(), false);
    }

    private static GroupLaws run(long seed, Simulation.Builder builder, boolean othersGoFirst) {
        try (var simulation = builder.seed(seed).build()) {
            return new GroupProgram(simulation, seed, othersGoFirst).run();
        }
    }
}

package dev.simbroker.internal.kernel;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A count of who took the last steps of an instant that lasts suspiciously long, by name: it begins only shortly before
 * the limit of steps, so that no step costs anything until then.
 */
final class StepTally {

    /** How many of the last steps before the limit are counted. */
    static final long COUNTED = 100_000;

    private static final int LISTED = 3;

    private static final String TIMERS = "timers";

    private final Map<String, Count> counts = new HashMap<>();
    private long total;

    private static final class Count {

        private final String who;
        private final @Nullable SimulatedProcess process;
        private long steps;

        private Count(String who, @Nullable SimulatedProcess process) {
            this.who = who;
            this.process = process;
        }
    }

    /** Counts a step of a process; of a timer if that is null. */
    void add(@Nullable SimulatedProcess process) {
        total++;
        counts.computeIfAbsent(
                        process == null ? TIMERS : process.name(),
                        name -> new Count(process == null ? TIMERS : "process '" + name + "'", process))
                .steps++;
    }

    private Stream<Count> ranked() {
        return counts.values().stream()
                .sorted(Comparator.comparingLong((Count count) -> -count.steps).thenComparing(count -> count.who));
    }

    /** The process that took most of them; null if timers took all. */
    @Nullable SimulatedProcess first() {
        return ranked().flatMap(count -> Stream.ofNullable(count.process))
                .findFirst()
                .orElse(null);
    }

    /** The three that took most of them. */
    @Override
    public String toString() {
        return "of the last " + total + " steps, "
                + ranked().limit(LISTED)
                        .map(count -> count.who + " took " + count.steps)
                        .collect(Collectors.joining(", "));
    }
}

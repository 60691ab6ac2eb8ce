package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.time.Duration;

/** Durations in nanoseconds, as far as these go: some 292 years, which stand for everything that is longer. */
final class Nanos {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    static long of(Duration duration) {
        return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }

    /** So much later, {@link Scheduler#FOREVER} where that is beyond the end of time. */
    static long after(long time, long duration) {
        return duration >= Scheduler.FOREVER - time ? Scheduler.FOREVER : time + duration;
    }
}

package dev.simbroker.time;

import java.time.Duration;

/** Durations as whole nanoseconds. */
final class Durations {

    /** About 292 years. */
    static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    /** {@code duration} in nanoseconds; {@link Scheduler#FOREVER} if it is longer than some 292 years. */
    static long nanos(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + duration);
        }
        return duration.compareTo(LONGEST) >= 0 ? Scheduler.FOREVER : duration.toNanos();
    }
}

package dev.simbroker.internal.util;

import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Durations as whole nanoseconds. Everything longer than {@link #LONGEST} counts as {@link Scheduler#FOREVER}.
 */
public final class Durations {

    /** The longest duration that fits, about 292 years. */
    public static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    /** {@code duration} in nanoseconds. */
    public static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration); // which knows its limits
    }

    /**
     * {@code duration} in nanoseconds.
     *
     * @param what names the duration in the error: {@code a time-out}
     * @throws IllegalArgumentException if it is negative
     */
    public static long nanos(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + duration);
        }
        return nanos(duration);
    }

    /** What {@code elapsed} nanoseconds, which are not negative, leave of {@code timeout}, which may be. */
    public static long left(long timeout, long elapsed) {
        return timeout < Long.MIN_VALUE + elapsed ? Long.MIN_VALUE : timeout - elapsed;
    }

    /** The time {@code duration} nanoseconds after {@code time}; {@link Scheduler#FOREVER} beyond the end of time. */
    public static long after(long time, long duration) {
        return duration >= Scheduler.FOREVER - time ? Scheduler.FOREVER : time + duration;
    }
}

package dev.simbroker.internal.live;

import dev.simbroker.internal.util.ZonedClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The wall clock of one live scheduler: nanoseconds since it was made, and the instants that belong to them.
 *
 * <p>Both come from one reading of the machine's monotonic clock, so that they can never disagree about what came
 * first. The time of day is asked for once, at the start; when it is set afterwards, this clock goes on unperturbed.
 */
public final class LiveTime {

    private final Instant start = Clock.systemUTC().instant();
    private final long origin = System.nanoTime();

    /** A seed that nobody can foresee, so that the jitter of several machines does not coincide. */
    public static long anySeed() {
        return ThreadLocalRandom.current().nextLong();
    }

    public long nanoTime() {
        return System.nanoTime() - origin;
    }

    public Instant instant() {
        return instant(nanoTime());
    }

    public Instant instant(long time) {
        return start.plusNanos(time);
    }

    public Clock clock() {
        return new ZonedClock("LiveClock", this::instant, ZoneOffset.UTC);
    }
}

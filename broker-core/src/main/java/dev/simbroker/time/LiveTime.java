package dev.simbroker.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The wall clock of one live scheduler: nanoseconds since it was made, and the instants that belong to them.
 *
 * <p>Both come from one reading of the machine's monotonic clock, so that they can never disagree about what came first. The time of
 * day is asked for once, at the start; when it is set afterwards, this clock goes on unperturbed.
 */
final class LiveTime {

    private final Instant start = Clock.systemUTC().instant();
    private final long origin = System.nanoTime();

    /** A seed that nobody can foresee, so that the jitter of several machines does not coincide. */
    static long anySeed() {
        return ThreadLocalRandom.current().nextLong();
    }

    long nanoTime() {
        return System.nanoTime() - origin;
    }

    Instant instant() {
        return instant(nanoTime());
    }

    Instant instant(long time) {
        return start.plusNanos(time);
    }

    Clock clock() {
        return new LiveClock(this, ZoneOffset.UTC);
    }

    /** This time as a {@link Clock}. */
    private static final class LiveClock extends Clock {

        private final LiveTime time;
        private final ZoneId zone;

        LiveClock(LiveTime time, ZoneId zone) {
            this.time = time;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new LiveClock(time, other);
        }

        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LiveClock that && time == that.time && zone.equals(that.zone);
        }

        @Override
        public int hashCode() {
            return zone.hashCode();
        }

        @Override
        public String toString() {
            return "LiveClock[" + instant() + "," + zone + "]";
        }
    }
}

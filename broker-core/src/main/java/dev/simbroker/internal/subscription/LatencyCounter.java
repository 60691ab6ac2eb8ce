package dev.simbroker.internal.subscription;

import dev.simbroker.internal.util.PaddedLongs;
import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The latencies of a subscription's receipts: their sum and the longest. Read from any thread.
 *
 * <p>The sum is kept in whole seconds, and what is beyond these of each addend in nanoseconds: together they hold what
 * a long of nanoseconds would not, some millions of messages that waited an hour each.
 */
abstract sealed class LatencyCounter {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** A counter that one thread at a time adds to. */
    static LatencyCounter ofOneThread() {
        return new Alone();
    }

    /** A counter that any number of threads add to. */
    static LatencyCounter ofAnyThread() {
        return new Shared();
    }

    /** Adds the latency of one receipt, in nanoseconds. */
    final void add(long latency) {
        if (latency < NANOS_PER_SECOND) {
            addNanos(latency);
        } else {
            addSeconds(latency / NANOS_PER_SECOND);
            addNanos(latency % NANOS_PER_SECOND);
        }
        raiseMax(latency);
    }

    abstract void addSeconds(long addend);

    abstract void addNanos(long addend);

    abstract void raiseMax(long latency);

    abstract Duration total();

    abstract Duration max();

    private static final class Alone extends LatencyCounter {

        private static final VarHandle SECONDS = VarHandles.ofField(MethodHandles.lookup(), "seconds", long.class);
        private static final VarHandle NANOS = VarHandles.ofField(MethodHandles.lookup(), "nanos", long.class);
        private static final VarHandle MAX = VarHandles.ofField(MethodHandles.lookup(), "max", long.class);

        private long seconds;
        private long nanos;
        private long max;

        @Override
        void addSeconds(long addend) {
            SECONDS.setOpaque(this, seconds + addend);
        }

        @Override
        void addNanos(long addend) {
            NANOS.setOpaque(this, nanos + addend);
        }

        @Override
        void raiseMax(long latency) {
            if (latency > max) {
                MAX.setOpaque(this, latency);
            }
        }

        @Override
        Duration total() {
            return Duration.ofSeconds((long) SECONDS.getOpaque(this), (long) NANOS.getOpaque(this));
        }

        @Override
        Duration max() {
            return Duration.ofNanos((long) MAX.getOpaque(this));
        }
    }

    /** The values lie in {@link PaddedLongs}. */
    private static final class Shared extends LatencyCounter {

        private static final int SECONDS = PaddedLongs.first(0);
        private static final int NANOS = SECONDS + 1;
        private static final int MAX = SECONDS + 2;

        private final AtomicLongArray values = new AtomicLongArray(PaddedLongs.create(1));

        @Override
        void addSeconds(long addend) {
            values.getAndAdd(SECONDS, addend);
        }

        @Override
        void addNanos(long addend) {
            values.getAndAdd(NANOS, addend);
        }

        @Override
        void raiseMax(long latency) {
            if (latency > values.getOpaque(MAX)) {
                values.accumulateAndGet(MAX, latency, Math::max);
            }
        }

        @Override
        Duration total() {
            return Duration.ofSeconds(values.getOpaque(SECONDS), values.getOpaque(NANOS));
        }

        @Override
        Duration max() {
            return Duration.ofNanos(values.getOpaque(MAX));
        }
    }
}

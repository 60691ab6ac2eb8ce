package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/** How long a channel's messages waited until they were received: the sum and the longest. Read from any thread. */
final class Latency {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final boolean anyThread;
    /**
     * The sum in whole seconds, what is beyond these of each addend in nanoseconds, and the longest in nanoseconds: together they hold what a
     * long of nanoseconds would not, some millions of messages that waited an hour each. What any thread adds to lies
     * {@link Apart}.
     */
    private final long[] values;

    private final int seconds;
    private final int nanos;
    private final int max;

    private Latency(boolean anyThread, int apart) {
        this.anyThread = anyThread;
        this.seconds = apart;
        this.nanos = apart + 1;
        this.max = apart + 2;
        this.values = new long[max + 1 + apart];
    }

    /** To which one thread adds at a time. */
    static Latency insideTheGuard() {
        return new Latency(false, 0);
    }

    /** To which any threads add at any time. */
    static Latency ofAnyThread() {
        return new Latency(true, Apart.LONGS);
    }

    /** Adds the latency of one receipt, in nanoseconds. */
    void add(long latency) {
        if (latency < NANOS_PER_SECOND) {
            add(nanos, latency);
        } else {
            add(seconds, latency / NANOS_PER_SECOND);
            add(nanos, latency % NANOS_PER_SECOND);
        }
        if (latency > value(max)) {
            raiseMax(latency);
        }
    }

    private void add(int index, long addend) {
        if (anyThread) {
            VALUE.getAndAdd(values, index, addend);
        } else {
            VALUE.setOpaque(values, index, values[index] + addend);
        }
    }

    private void raiseMax(long latency) {
        if (anyThread) {
            long known = value(max);
            while (latency > known && !VALUE.weakCompareAndSet(values, max, known, latency)) {
                known = value(max);
            }
        } else {
            VALUE.setOpaque(values, max, latency);
        }
    }

    private long value(int index) {
        return (long) VALUE.getOpaque(values, index);
    }

    Duration total() {
        return Duration.ofSeconds(value(seconds)).plusNanos(value(nanos));
    }

    Duration max() {
        return Duration.ofNanos(value(max));
    }
}

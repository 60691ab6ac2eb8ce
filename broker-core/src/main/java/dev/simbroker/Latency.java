package dev.simbroker;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long a channel's messages waited until they were received, in nanoseconds: the sum and the longest. Read from any thread. */
final class Latency {

    /** So many numbers fill more than what a processor fetches at once. */
    private static final int APART = 16;

    private final boolean anyThread;
    /** The sum, and behind it the longest. What any thread adds to is written often, so nothing else lies near. */
    private final AtomicLongArray values;

    private final int total;
    private final int max;

    private Latency(boolean anyThread, int apart) {
        this.anyThread = anyThread;
        this.total = apart;
        this.max = apart + 1;
        this.values = new AtomicLongArray(max + 1 + apart);
    }

    /** To which one thread adds at a time. */
    static Latency insideTheGuard() {
        return new Latency(false, 0);
    }

    /** To which any threads add at any time. */
    static Latency ofAnyThread() {
        return new Latency(true, APART);
    }

    void add(long nanos) {
        if (anyThread) {
            values.getAndAdd(total, nanos);
            if (nanos > max()) {
                values.accumulateAndGet(max, nanos, Math::max);
            }
        } else {
            values.setOpaque(total, values.getPlain(total) + nanos);
            values.setOpaque(max, Math.max(values.getPlain(max), nanos));
        }
    }

    long total() {
        return values.getOpaque(total);
    }

    long max() {
        return values.getOpaque(max);
    }
}

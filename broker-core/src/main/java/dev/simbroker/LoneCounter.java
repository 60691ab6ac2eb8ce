package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a {@link Counter} is, for what is counted with every message: it lies {@link Apart}. */
final class LoneCounter {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] value = new long[2 * Apart.LONGS + 1];

    long get() {
        return (long) VALUE.getOpaque(value, Apart.LONGS);
    }

    /** Counts one more, and answers how many there are now. Inside the broker's guard. */
    long up() {
        long now = value[Apart.LONGS] + 1;
        VALUE.setOpaque(value, Apart.LONGS, now);
        return now;
    }
}

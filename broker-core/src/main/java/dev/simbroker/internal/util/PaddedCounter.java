package dev.simbroker.internal.util;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a {@link Counter} is, for what is counted with every message: it lies {@link Padding}. */
public final class PaddedCounter {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] value = new long[2 * Padding.LONGS + 1];

    public long get() {
        return (long) VALUE.getOpaque(value, Padding.LONGS);
    }

    /** Counts one more, and answers how many there are now. Inside the broker's guard. */
    public long up() {
        long now = value[Padding.LONGS] + 1;
        VALUE.setOpaque(value, Padding.LONGS, now);
        return now;
    }
}

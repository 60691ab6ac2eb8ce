package dev.simbroker.internal.util;

/**
 * A {@link Counter} on cache lines of its own, for what is counted with every message; see {@link PaddedLongs}. It
 * changes inside one guard alone, and is read from any thread.
 */
public final class PaddedCounter {

    private static final int VALUE = PaddedLongs.first(0);

    private final long[] value = PaddedLongs.create(1);

    public long get() {
        return (long) PaddedLongs.ELEMENT.getOpaque(value, VALUE);
    }

    /** Counts one more, and answers how many there are now. Inside the guard. */
    public long up() {
        long now = value[VALUE] + 1;
        PaddedLongs.ELEMENT.setOpaque(value, VALUE, now);
        return now;
    }
}

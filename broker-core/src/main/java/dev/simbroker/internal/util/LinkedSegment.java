package dev.simbroker.internal.util;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of an endless sequence, linked to the one behind it. The positions of a sequence count from its beginning;
 * each has a slot in one segment, and is never used again. So a reader that has seen what lies at a position, and is
 * the one that moves past it, has taken that and nothing else.
 *
 * <p>The first segment of a sequence is short, and each is twice as long as the one before, up to a limit: few elements
 * take little memory, and many lie side by side, where a core fetches several at once.
 *
 * <p>Each use has its own slots, since they differ: a {@code SegmentedFifo} empties a slot that was taken, while a
 * {@code TopicLog} keeps what other cursors have still before them, in several arrays. Because of that, they also have
 * a loop each in which they take the next element.
 *
 * @param <S> the kind of segment
 */
public abstract class LinkedSegment<S extends LinkedSegment<S>> {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;

    private final long start;
    /** Here, so that no method that is asked with every message is abstract. */
    private final int length;

    private volatile @Nullable S next;

    /**
     * A segment for the positions from {@code start}.
     *
     * @param previous the segment that ends there; null if this is the first
     */
    protected LinkedSegment(long start, @Nullable S previous) {
        this.start = start;
        this.length = previous == null ? SHORTEST : Math.min(LONGEST, 2 * previous.length());
    }

    public final int length() {
        return length;
    }

    /** Whether a position lies behind this segment. */
    public final boolean isBefore(long position) {
        return position - start >= length;
    }

    /** The index of the slot of a position, which does not lie behind this segment; negative if it lies before. */
    public final int index(long position) {
        long index = position - start;
        return index < 0 ? -1 : (int) index;
    }

    /** The segment behind this; null if there is none yet, or nobody needs it any more. */
    public final @Nullable S next() {
        return next;
    }

    /** Links the segment that begins where this ends. By one thread at a time. */
    public final void link(S following) {
        next = following;
    }

    /**
     * Unlinks the segment behind this, which everybody who needs it has reached by now. A segment that has grown old
     * would keep all that follow from being collected with the young otherwise.
     */
    protected final void unlink() {
        next = null;
    }

    /** Told that a reader has gone on from this segment to the next. */
    protected abstract void passed();
}

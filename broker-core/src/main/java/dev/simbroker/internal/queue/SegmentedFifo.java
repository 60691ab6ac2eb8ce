package dev.simbroker.internal.queue;

import dev.simbroker.internal.util.CatchUpPause;
import dev.simbroker.internal.util.LinkedSegment;
import dev.simbroker.internal.util.PaddedLongs;
import dev.simbroker.internal.util.SegmentReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue that is added to inside its mailbox's guard and, as long as it is open, taken from by any
 * thread without the guard: a taker then waits for no adder.
 *
 * <p>The elements lie in {@linkplain LinkedSegment segments} of which no slot is used twice. To take one is to see it
 * in its slot and to be the one that moves the count of taken elements past it.
 */
final class SegmentedFifo<E> extends SegmentReader<SegmentedFifo.Segment> {

    // indexes in counts: takers write the first group, and adders the second
    /** The number of elements taken, its complement while this is shut. */
    private static final int TAKEN = PaddedLongs.first(0);
    /** The number taken before the last pause. */
    private static final int TAKEN_BEFORE = TAKEN + 1;
    /** The number of elements added. */
    private static final int ADDED = PaddedLongs.first(1);
    /** The number taken when an adder last looked it up. */
    private static final int SEEN_TAKEN = ADDED + 1;

    private static final VarHandle COUNT = PaddedLongs.ELEMENT;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    /** Elements side by side. */
    static final class Segment extends LinkedSegment<Segment> {

        private final @Nullable Object[] slots;

        private Segment(long start, @Nullable Segment previous) {
            super(start, previous);
            this.slots = new Object[length()];
        }

        @Override
        protected void passed() {
            unlink();
        }
    }

    private final long[] counts = PaddedLongs.create(2);

    /** Guarded by the mailbox's guard. */
    private Segment last;

    /** An empty and open queue, which numbers its elements from {@code number}. */
    SegmentedFifo(long number) {
        this(number, new Segment(number, null));
    }

    private SegmentedFifo(long number, Segment segment) {
        super(segment);
        last = segment;
        counts[TAKEN] = number;
        counts[TAKEN_BEFORE] = number;
        counts[ADDED] = number;
        counts[SEEN_TAKEN] = number;
    }

    // ---- inside the guard ----

    void add(E element) {
        long number = counts[ADDED];
        Segment segment = last;
        if (segment.isBefore(number)) {
            segment = new Segment(number, segment);
            last.link(segment);
            last = segment;
        }
        COUNT.setOpaque(counts, ADDED, number + 1); // before it is there: nobody ever sees more taken than added
        SLOT.setRelease(segment.slots, segment.index(number), element);
    }

    /**
     * Whether there are at least {@code capacity} elements. If there are, this is shut; it may be so too if there are
     * no longer.
     */
    boolean isFull(int capacity) {
        if (counts[ADDED] - counts[SEEN_TAKEN] < capacity) {
            return false;
        }
        counts[SEEN_TAKEN] = taken();
        if (counts[ADDED] - counts[SEEN_TAKEN] < capacity) {
            return false;
        }
        shut();
        return counts[ADDED] - taken() >= capacity;
    }

    /** Lets only callers inside the guard take elements from now on. */
    void shut() {
        long count;
        do {
            count = count();
        } while (count >= 0 && !COUNT.compareAndSet(counts, TAKEN, count, ~count));
    }

    /** Lets any thread take elements again. */
    void open() {
        long count = count();
        if (count < 0) {
            COUNT.setRelease(counts, TAKEN, ~count);
        }
    }

    /** Takes the next element, whether or not this is shut; null if there is none. */
    @Nullable E pollInside() {
        return next(true, true);
    }

    /** The next element, which stays here; null if there is none. */
    @Nullable E peek() {
        return next(false, true);
    }

    /** The elements, in order; this must be shut. */
    Object[] toArray() {
        long number = taken();
        var result = new Object[(int) (counts[ADDED] - number)];
        int done = 0;
        for (Segment segment = segmentOf(number); done < result.length && segment != null; segment = segment.next()) {
            int from = done == 0 ? segment.index(number) : 0;
            int count = Math.min(segment.length() - from, result.length - done);
            System.arraycopy(segment.slots, from, result, done, count);
            done += count;
        }
        return result;
    }

    // ---- from any thread ----

    /** Takes the next element; null if there is none, or this is shut. */
    @Nullable E poll() {
        return next(true, false);
    }

    @SuppressWarnings("unchecked") // nothing else is ever added
    private @Nullable E next(boolean take, boolean inside) {
        while (true) {
            long count = count();
            if (count < 0 && !inside) {
                return null;
            }
            Segment here = segmentOf(number(count));
            if (here == null) {
                return null;
            }
            int index = here.index(number(count));
            if (index < 0) { // others have gone on meanwhile
                continue;
            }
            Object element = SLOT.getAcquire(here.slots, index);
            if (element == null) {
                if (count() == count) { // otherwise another thread has taken it
                    return null;
                }
            } else if (!take) {
                return (E) element;
            } else if (COUNT.compareAndSet(counts, TAKEN, count, count < 0 ? count - 1 : count + 1)) {
                SLOT.setRelease(here.slots, index, null); // a thread that sees that sees that it was taken
                return (E) element;
            }
        }
    }

    /** The number of elements here. */
    int size() {
        while (true) {
            long taken = taken();
            long added = (long) COUNT.getAcquire(counts, ADDED);
            if (taken() == taken) {
                return (int) Math.min(added - taken, Integer.MAX_VALUE);
            }
        }
    }

    /** Pauses, if enough elements were taken since the last pause to be worth it; whether it did. */
    boolean pauseAfterStream() {
        long taken = taken();
        long streamed = taken - (long) COUNT.getOpaque(counts, TAKEN_BEFORE);
        if (streamed < CatchUpPause.ELEMENTS_PER_MICROSECOND) {
            return false;
        }
        COUNT.setOpaque(counts, TAKEN_BEFORE, taken);
        // the shortest pause, since all takers of a mailbox share the stream
        CatchUpPause.after(CatchUpPause.ELEMENTS_PER_MICROSECOND);
        return true;
    }

    /** The number of elements taken so far, which is the number of the next. */
    long taken() {
        return number(count());
    }

    private long count() {
        return (long) COUNT.getAcquire(counts, TAKEN);
    }

    private static long number(long count) {
        return count < 0 ? ~count : count;
    }
}

package dev.simbroker.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Elements on their way through a mailbox, first in, first out: added inside its guard, and as long as the pipe is open taken by any thread, also
 * outside the guard. Who takes one then waits for nobody who adds.
 *
 * <p>It is made of segments of which no slot is used twice, and the elements are counted on for ever. So whoever has seen the next element, and is
 * the one who moves the count past it, has taken that element and no other.
 */
final class SegmentedFifo<E> {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;

    /**
     * So many longs take two lines of memory, and processors take lines from each other by one or two. Who adds and who takes count in places that far
     * from each other and from all else.
     */
    private static final int APART = 16;

    // places in counts
    /** How many elements were taken, its complement while this is shut. */
    private static final int TAKEN = APART;
    /** How many had been taken when that was last asked by {@link #hasStreamed}. */
    private static final int TAKEN_BEFORE = TAKEN + 1;
    /** How many elements were added. */
    private static final int ADDED = TAKEN + APART;
    /** How many had been taken when that was last looked up by who adds. */
    private static final int SEEN_TAKEN = ADDED + 1;

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle FIRST = firstHandle();

    /** Some elements side by side. */
    private static final class Segment {

        /** How many elements were added before these. */
        private final long before;

        private final @Nullable Object[] slots;
        private volatile @Nullable Segment next;

        private Segment(long before, int length) {
            this.before = before;
            this.slots = new Object[length];
        }

        /** The slot of the element of that number, which does not lie behind this; negative if before. */
        private int index(long number) {
            long index = number - before;
            return index < 0 ? -1 : (int) index;
        }
    }

    private final long[] counts = new long[ADDED + APART + 1];

    /** Where the next element lies, or behind which it will lie. */
    private volatile Segment first;

    // guarded by the mailbox's guard
    private Segment last;

    /** An empty and open one, which numbers its elements from {@code number}. */
    SegmentedFifo(long number) {
        last = new Segment(number, SHORTEST);
        first = last;
        counts[TAKEN] = number;
        counts[TAKEN_BEFORE] = number;
        counts[ADDED] = number;
        counts[SEEN_TAKEN] = number;
    }

    private static VarHandle firstHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(SegmentedFifo.class, "first", Segment.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // ---- inside the guard ----

    void add(E element) {
        long number = counts[ADDED];
        Segment segment = last;
        int index = segment.index(number);
        if (index == segment.slots.length) {
            segment = new Segment(number, Math.min(LONGEST, 2 * index));
            index = 0;
            last.next = segment;
            last = segment;
        }
        COUNT.setOpaque(counts, ADDED, number + 1); // before it is there: nobody ever sees more taken than added
        SLOT.setRelease(segment.slots, index, element);
    }

    /** Whether there are at least so many elements. If there are, this is shut; it may be so too if there are no longer. */
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

    /** From now on only who is inside the guard takes elements. */
    void shut() {
        long count;
        do {
            count = count();
        } while (count >= 0 && !COUNT.compareAndSet(counts, TAKEN, count, ~count));
    }

    /** Lets others take elements again. */
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
        for (Segment segment = segmentOf(number); done < result.length && segment != null; segment = segment.next) {
            int from = done == 0 ? segment.index(number) : 0;
            int count = Math.min(segment.slots.length - from, result.length - done);
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
                if (count() == count) { // otherwise somebody has taken it
                    return null;
                }
            } else if (!take) {
                return (E) element;
            } else if (COUNT.compareAndSet(counts, TAKEN, count, count < 0 ? count - 1 : count + 1)) {
                SLOT.setRelease(here.slots, index, null); // who sees that sees that it was taken
                return (E) element;
            }
        }
    }

    /** Where the element of that number lies or will lie, if others have not gone on from there; null if it has no place yet. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable Segment segmentOf(long number) {
        while (true) {
            Segment here = first;
            if (number - here.before < here.slots.length) {
                return here;
            }
            Segment next = here.next;
            if (next == null) {
                if (here == first) { // otherwise others have gone on, and it is not the last
                    return null;
                }
            } else if (FIRST.compareAndSet(this, here, next)) {
                here.next = null; // an old segment would keep all that follow from being collected young
            }
        }
    }

    /** How many elements there are. */
    int size() {
        while (true) {
            long taken = taken();
            long added = (long) COUNT.getAcquire(counts, ADDED);
            if (taken() == taken) {
                return (int) Math.min(added - taken, Integer.MAX_VALUE);
            }
        }
    }

    /** Whether at least so many were taken since this was last true. */
    boolean hasStreamed(int least) {
        long taken = taken();
        if (taken - (long) COUNT.getOpaque(counts, TAKEN_BEFORE) < least) {
            return false;
        }
        COUNT.setOpaque(counts, TAKEN_BEFORE, taken);
        return true;
    }

    /** How many elements were taken, which is the number of the next. */
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

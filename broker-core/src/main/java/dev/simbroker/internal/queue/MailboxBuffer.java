package dev.simbroker.internal.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a mailbox that nobody waits for, first in, first out. Methods must be called inside the mailbox's guard unless they say otherwise.
 *
 * <p>They lie in a {@link Ring}. Where processes run in parallel they lie in a {@link SegmentedFifo} instead, from which they are taken without the guard,
 * until one is taken out of the middle or put back; then they are in the ring until that is empty.
 *
 * <p>A pipe may be shut, so that all come inside to take: while somebody waits for space, so that who takes an element lets him have it; and after the elements
 * were looked at. Who takes one inside opens it again, unless there is still somebody waiting.
 */
public final class MailboxBuffer<E> {

    private final boolean parallel;
    private final Ring<E> ring = new Ring<>();
    /** Where the elements lie; null if that is the ring. */
    private volatile @Nullable SegmentedFifo<E> pipe;

    public MailboxBuffer(boolean parallel) {
        this.parallel = parallel;
    }

    // ---- from outside the guard ----

    /** How many there are. Who is outside the guard sees every change of it in the end. */
    public int size() {
        SegmentedFifo<E> now = pipe;
        return now == null ? ring.sizeFromOutside() : now.size();
    }

    /** Takes the first element, where that can be done outside the guard; null if it cannot, or there is none. */
    public @Nullable E pollOutside() {
        SegmentedFifo<E> now = pipe;
        return now == null ? null : now.poll();
    }

    /** Whether at least so many were taken, where that can be done outside the guard, since this was last true. */
    public boolean haveStreamed(int least) {
        SegmentedFifo<E> now = pipe;
        return now != null && now.hasStreamed(least);
    }

    // ---- first in, first out ----

    public void add(E element) {
        SegmentedFifo<E> now = pipe;
        if (now == null && parallel && ring.size() == 0) {
            now = new SegmentedFifo<>(ring.added());
            pipe = now;
        }
        if (now == null) {
            ring.add(element);
        } else {
            now.add(element);
        }
    }

    public @Nullable E peek() {
        SegmentedFifo<E> now = pipe;
        return now == null ? ring.peek() : now.peek();
    }

    public @Nullable E poll() {
        SegmentedFifo<E> now = pipe;
        return now == null ? ring.poll() : now.pollInside();
    }

    /** Whether there are at least so many. If there are, who wants to take one has to come inside. */
    public boolean isFull(int capacity) {
        SegmentedFifo<E> now = pipe;
        return now == null ? ring.size() >= capacity : now.isFull(capacity);
    }

    /** Lets elements be taken outside the guard, as nobody waits for space. */
    public void open() {
        SegmentedFifo<E> now = pipe;
        if (now != null) {
            now.open();
        }
    }

    /** Lets nobody take elements outside the guard. */
    public void shut() {
        SegmentedFifo<E> now = pipe;
        if (now != null) {
            now.shut();
        }
    }

    // ---- as a whole: who wants to take one has to come inside afterwards ----

    public Object[] toArray() {
        shut();
        SegmentedFifo<E> now = pipe;
        return now == null ? ring.toArray() : now.toArray();
    }

    /** The numbers of the elements, in order. */
    public long[] numbers() {
        shut();
        SegmentedFifo<E> now = pipe;
        if (now == null) {
            return ring.numbers();
        }
        var numbers = new long[now.size()];
        Arrays.setAll(numbers, index -> now.taken() + index);
        return numbers;
    }

    /** The position of the first element that equals that one; negative if there is none. */
    public int indexOf(Object element) {
        return pipe == null ? ring.indexOf(element) : Arrays.asList(toArray()).indexOf(element);
    }

    /** The position of the element of that number; negative if it is not here any more. */
    public int find(long number) {
        shut();
        SegmentedFifo<E> now = pipe;
        if (now == null) {
            return ring.find(number);
        }
        long index = number - now.taken();
        return index < 0 || index >= now.size() ? -1 : (int) index;
    }

    /** The number of the first element, if there is one. */
    public long firstNumber() {
        shut();
        SegmentedFifo<E> now = pipe;
        return now == null ? ring.number(0) : now.taken();
    }

    /** The elements in a ring, where any can be taken out or put back. */
    @SuppressWarnings("unchecked") // nothing else was added
    public Ring<E> inRing() {
        SegmentedFifo<E> now = pipe;
        if (now != null) {
            now.shut();
            ring.startAt(now.taken());
            for (Object element : now.toArray()) {
                ring.add((E) element);
            }
            pipe = null; // now that they are there: who is outside must not see fewer
        }
        return ring;
    }
}

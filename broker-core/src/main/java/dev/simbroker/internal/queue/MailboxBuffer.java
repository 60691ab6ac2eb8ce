package dev.simbroker.internal.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a mailbox that nobody waits for, first in, first out. Methods must be called inside the mailbox's
 * guard unless they say otherwise.
 *
 * <p>Elements lie in a {@link Ring}. Where processes run in parallel they lie in a {@link SegmentedFifo} instead, from
 * which they are taken without the guard, until one is removed from the middle or put back; from then on they lie in
 * the ring until that is empty.
 *
 * <p>The fifo can be shut, so that every taker has to enter the guard: while a process waits for space, so that a taker
 * lets it have the space of what it takes, and after the elements were looked at. The next taker inside opens it again,
 * unless a process still waits for space.
 *
 * @param <E> the type of the elements
 */
public final class MailboxBuffer<E> {

    private final boolean parallel;
    private final Ring<E> ring = new Ring<>();
    /** Where the elements lie; null if that is the ring. Changes inside the guard; read from any thread. */
    private volatile @Nullable SegmentedFifo<E> fifo;

    /** An empty buffer; {@code parallel} tells whether processes run in parallel. */
    public MailboxBuffer(boolean parallel) {
        this.parallel = parallel;
    }

    // ---- from outside the guard ----

    /** The number of elements. A thread outside the guard sees every change of it in the end. */
    public int size() {
        SegmentedFifo<E> now = fifo;
        return now == null ? ring.sizeFromOutside() : now.size();
    }

    /** Takes the first element, where that can be done outside the guard; null if it cannot, or there is none. */
    public @Nullable E pollOutside() {
        SegmentedFifo<E> now = fifo;
        return now == null ? null : now.poll();
    }

    /** Pauses, if many elements were taken outside the guard since the last pause; whether it did. */
    public boolean pauseAfterStream() {
        SegmentedFifo<E> now = fifo;
        return now != null && now.pauseAfterStream();
    }

    // ---- first in, first out ----

    public void add(E element) {
        SegmentedFifo<E> now = fifo;
        if (now == null && parallel && ring.size() == 0) {
            now = new SegmentedFifo<>(ring.added());
            fifo = now;
        }
        if (now == null) {
            ring.add(element);
        } else {
            now.add(element);
        }
    }

    public @Nullable E peek() {
        SegmentedFifo<E> now = fifo;
        return now == null ? ring.peek() : now.peek();
    }

    public @Nullable E poll() {
        SegmentedFifo<E> now = fifo;
        return now == null ? ring.poll() : now.pollInside();
    }

    /** Whether there are at least {@code capacity} elements. If there are, takers have to enter the guard. */
    public boolean isFull(int capacity) {
        SegmentedFifo<E> now = fifo;
        return now == null ? ring.size() >= capacity : now.isFull(capacity);
    }

    /** Lets elements be taken outside the guard, as nobody waits for space. */
    public void open() {
        SegmentedFifo<E> now = fifo;
        if (now != null) {
            now.open();
        }
    }

    /** Lets nobody take elements outside the guard. */
    public void shut() {
        SegmentedFifo<E> now = fifo;
        if (now != null) {
            now.shut();
        }
    }

    // ---- as a whole: takers have to enter the guard afterwards ----

    public Object[] toArray() {
        shut();
        SegmentedFifo<E> now = fifo;
        return now == null ? ring.toArray() : now.toArray();
    }

    /** The numbers of the elements, in order. */
    public long[] numbers() {
        shut();
        SegmentedFifo<E> now = fifo;
        if (now == null) {
            return ring.numbers();
        }
        var numbers = new long[now.size()];
        Arrays.setAll(numbers, index -> now.taken() + index);
        return numbers;
    }

    /** The index of the first element that equals {@code element}; negative if there is none. */
    public int indexOf(Object element) {
        return fifo == null ? ring.indexOf(element) : Arrays.asList(toArray()).indexOf(element);
    }

    /** The index of the element of that number; negative if it is not here any more. */
    public int find(long number) {
        shut();
        SegmentedFifo<E> now = fifo;
        if (now == null) {
            return ring.find(number);
        }
        long index = number - now.taken();
        return index < 0 || index >= now.size() ? -1 : (int) index;
    }

    /** The number of the first element, if there is one. */
    public long firstNumber() {
        shut();
        SegmentedFifo<E> now = fifo;
        return now == null ? ring.number(0) : now.taken();
    }

    // ---- in the middle ----

    /** Removes the element at an index. */
    public void removeAt(int index) {
        inRing().removeAt(index);
    }

    /**
     * Removes the elements of the first {@code count} of these numbers, which are ascending, as far as they are here;
     * whether there was one.
     */
    public boolean removeNumbers(long[] numbers, int count) {
        int before = inRing().size();
        ring.removeNumbers(numbers, count);
        return ring.size() < before;
    }

    /** Puts back an element that was polled, to the position that its number gives it. */
    public void putBack(E element, long number) {
        inRing().putBack(element, number);
    }

    /** The elements in a ring, from which any can be removed, and to which any can be put back. */
    @SuppressWarnings("unchecked") // nothing else was added
    private Ring<E> inRing() {
        SegmentedFifo<E> now = fifo;
        if (now != null) {
            now.shut();
            ring.startAt(now.taken());
            for (Object element : now.toArray()) {
                ring.add((E) element);
            }
            fifo = null; // now that they are there: a thread outside the guard must not see fewer
        }
        return ring;
    }
}

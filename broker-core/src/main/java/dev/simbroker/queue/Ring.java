package dev.simbroker.queue;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A growing circular array of elements, first in, first out, from which one may also be taken out of the middle. */
@SuppressWarnings({"unchecked", "NullAway"}) // slots outside the elements are null, and never read
final class Ring<E> {

    private static final int SMALLEST = 8;
    private static final Object[] NOTHING = {};

    private Object[] slots = NOTHING;
    private int head;
    private int size;
    /** How many elements have left at the head, ever: the number of the first element. */
    private long taken;

    int size() {
        return size;
    }

    long taken() {
        return taken;
    }

    void add(E element) {
        if (size == slots.length) {
            slots = copy(Math.max(SMALLEST, size * 2));
            head = 0;
        }
        slots[slot(size++)] = element;
    }

    @Nullable E peek() {
        return size == 0 ? null : (E) slots[head];
    }

    @Nullable E poll() {
        if (size == 0) {
            return null;
        }
        E element = (E) slots[head];
        slots[head] = null;
        head = slot(1);
        size--;
        taken++;
        return element;
    }

    E get(int index) {
        return (E) slots[slot(index)];
    }

    void removeAt(int index) {
        for (int i = index; i < size - 1; i++) {
            slots[slot(i)] = slots[slot(i + 1)];
        }
        slots[slot(--size)] = null;
    }

    /** Removes what {@code condition} holds for, and answers how many that were. */
    int removeIf(Predicate<? super E> condition) {
        var kept = new Object[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            E element = get(i);
            if (!condition.test(element)) {
                kept[count++] = element;
            }
        }
        int removed = size - count;
        if (removed > 0) {
            slots = kept;
            head = 0;
            size = count;
        }
        return removed;
    }

    int indexOf(@Nullable Object element) {
        for (int i = 0; i < size; i++) {
            if (get(i).equals(element)) {
                return i;
            }
        }
        return -1;
    }

    Object[] toArray() {
        return copy(size);
    }

    private Object[] copy(int length) {
        if (head + size <= slots.length) {
            return Arrays.copyOfRange(slots, head, head + length, Object[].class);
        }
        var copy = new Object[length];
        int first = slots.length - head;
        System.arraycopy(slots, head, copy, 0, first);
        System.arraycopy(slots, 0, copy, first, size - first);
        return copy;
    }

    private int slot(int index) {
        int slot = head + index;
        return slot >= slots.length ? slot - slots.length : slot;
    }
}

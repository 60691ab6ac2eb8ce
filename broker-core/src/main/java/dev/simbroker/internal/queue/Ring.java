package dev.simbroker.internal.queue;

import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing circular array of elements, first in, first out, from which any can also be removed.
 *
 * <p>Elements are numbered in order of their addition, so that one can be told from a later one that is the same
 * object. As long as none has been removed from the middle, the numbers follow from the indexes; only then are they
 * written down.
 */
@SuppressWarnings({"unchecked", "NullAway"}) // slots outside the elements are null, and never read
final class Ring<E> {

    private static final int SMALLEST = 8;
    private static final Object[] NOTHING = {};
    private static final VarHandle SIZE = VarHandles.ofField(MethodHandles.lookup(), "size", int.class);

    private Object[] slots = NOTHING;
    private int head;
    private int size;
    /** The number of elements ever added, which is the number of the next. */
    private long added;
    /** The numbers of the elements in the slots, from the first removal in the middle until the ring is next empty. */
    private long @Nullable [] numbers;

    /** The number of elements. */
    int size() {
        return size;
    }

    /** The size for threads outside the guard, which see every change of it in the end. */
    int sizeFromOutside() {
        return (int) SIZE.getOpaque(this);
    }

    /** The number of elements ever added. */
    long added() {
        return added;
    }

    /** Numbers elements from {@code number} on; this must be empty. */
    void startAt(long number) {
        added = number;
    }

    void add(E element) {
        if (size == slots.length) {
            grow();
        }
        int slot = slot(size++);
        slots[slot] = element;
        if (numbers != null) {
            numbers[slot] = added;
        }
        added++;
    }

    private void grow() {
        int length = Math.max(SMALLEST, size * 2);
        long[] grown = numbers == null ? null : Arrays.copyOf(numbers(), length);
        slots = copy(length);
        numbers = grown;
        head = 0;
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
        if (--size == 0) {
            numbers = null;
        }
        return element;
    }

    /** Puts back an element that was polled, to the position that its number gives it. */
    void putBack(E element, long number) {
        if (size == slots.length) {
            grow();
        }
        long[] all = numbersOfSlots();
        head = slot(slots.length - 1);
        size++;
        int index = 0;
        while (index + 1 < size && all[slot(index + 1)] < number) {
            slots[slot(index)] = slots[slot(index + 1)];
            all[slot(index)] = all[slot(index + 1)];
            index++;
        }
        slots[slot(index)] = element;
        all[slot(index)] = number;
        numbers = all;
    }

    E get(int index) {
        return (E) slots[slot(index)];
    }

    /** The numbers of the elements, in order. */
    long[] numbers() {
        var result = new long[size];
        for (int i = 0; i < size; i++) {
            result[i] = number(i);
        }
        return result;
    }

    /** The index of the element of that number; negative if it is not here any more. */
    int find(long number) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = number(middle);
            if (found == number) {
                return middle;
            }
            if (found < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The number of the element at an index. */
    long number(int index) {
        return numbers == null ? added - size + index : numbers[slot(index)];
    }

    /** Removes the element at an index. */
    void removeAt(int index) {
        long[] all = numbersOfSlots();
        for (int i = index; i < size - 1; i++) {
            slots[slot(i)] = slots[slot(i + 1)];
            all[slot(i)] = all[slot(i + 1)];
        }
        slots[slot(--size)] = null;
        numbers = size == 0 ? null : all;
    }

    /** The numbers in the order of the slots, written down if they were not yet. */
    private long[] numbersOfSlots() {
        if (numbers != null) {
            return numbers;
        }
        var all = new long[slots.length];
        for (int i = 0; i < size; i++) {
            all[slot(i)] = number(i);
        }
        return all;
    }

    /**
     * Removes the elements of the first {@code count} of these numbers, which are ascending, as far as they are here.
     */
    void removeNumbers(long[] removed, int count) {
        long[] old = numbers();
        var kept = new Object[slots.length];
        var keptNumbers = new long[slots.length];
        int size = 0;
        int next = 0;
        for (int i = 0; i < old.length; i++) {
            while (next < count && removed[next] < old[i]) {
                next++;
            }
            if (next == count || removed[next] != old[i]) {
                kept[size] = get(i);
                keptNumbers[size++] = old[i];
            }
        }
        slots = kept;
        numbers = size == 0 ? null : keptNumbers;
        head = 0;
        this.size = size;
    }

    int indexOf(Object element) {
        for (int i = 0; i < size; i++) {
            if (element.equals(get(i))) {
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

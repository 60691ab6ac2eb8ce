package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * A ring of messages, first in, first out, each with its position in the order of delivery: twelve bytes a slot, and no
 * object of its own.
 */
@SuppressWarnings({"unchecked", "NullAway"}) // slots outside the elements are null, and never read
final class MessageRing<T> {

    private static final int SMALLEST = 8;
    /** A ring that has run empty keeps this many times the slots that it needs, or {@link #FEW}. */
    private static final int SPARE = 4;

    private static final int FEW = 256;
    /** About how often it must run empty until a former size does not count any more. */
    private static final int MEMORY = 64;

    private static final Object[] NO_SLOTS = {};
    private static final long[] NO_ORDERS = {};

    private Object[] slots = NO_SLOTS;
    private long[] orders = NO_ORDERS;
    private int head;
    private int size;
    /** The greatest size, fading each time it runs empty. */
    private int needed;

    int size() {
        return size;
    }

    /** Whether a message of that position comes behind all that are here. */
    boolean isInOrder(long order) {
        return size == 0 || orders[slot(size - 1)] < order;
    }

    void add(StoredMessage<T> message, long order) {
        if (size == slots.length) {
            resize(Math.max(SMALLEST, size * 2));
        }
        int slot = slot(size++);
        slots[slot] = message;
        orders[slot] = order;
        needed = Math.max(needed, size);
    }

    @Nullable StoredMessage<T> peek() {
        return size == 0 ? null : (StoredMessage<T>) slots[head];
    }

    /** The position of the first message; there must be one. */
    long order() {
        return orders[head];
    }

    /** Takes the first message; there must be one. */
    StoredMessage<T> poll() {
        var message = (StoredMessage<T>) slots[head];
        slots[head] = null;
        head = slot(1);
        if (--size == 0) {
            giveBackSpare();
        }
        return message;
    }

    /** Gives memory back after a backlog, though not in the ups and downs of a steady load. */
    private void giveBackSpare() {
        if (slots.length > Math.max(FEW, SPARE * needed)) {
            resize(Math.max(FEW, needed));
        }
        needed -= needed / MEMORY + 1;
    }

    private void resize(int length) {
        var newSlots = new Object[length];
        var newOrders = new long[length];
        int first = Math.min(size, slots.length - head);
        System.arraycopy(slots, head, newSlots, 0, first);
        System.arraycopy(slots, 0, newSlots, first, size - first);
        System.arraycopy(orders, head, newOrders, 0, first);
        System.arraycopy(orders, 0, newOrders, first, size - first);
        slots = newSlots;
        orders = newOrders;
        head = 0;
    }

    private int slot(int index) {
        int slot = head + index;
        return slot >= slots.length ? slot - slots.length : slot;
    }
}

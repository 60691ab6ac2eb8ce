package dev.simbroker.internal.kernel;

import java.util.Arrays;

/**
 * The timers, by time and then by order of creation.
 *
 * <p>A heap of width four: it is shallower than a binary one, and the times lie beside each other in an array of their
 * own, so that most comparisons touch no entry. Every entry has a slot as long as it is queued, and what moves within
 * the heap is the number of the slot: entries are many and lie far apart, and none of them need be touched to move it.
 * A cancelled one leaves at once, because most timers (leases, time-outs) are cancelled and would otherwise pile up.
 */
final class TimerQueue {

    private static final int WIDTH = 4;
    private static final int SMALLEST = 16;
    private static final int NONE = -1;
    /**
     * From this size on the heap grows by an eighth: then the memory of an entry counts, and not how often all are
     * copied.
     */
    private static final int MANY = 1_024;

    /** The heap: when each is due, and in which slot it is. */
    private long[] times = new long[SMALLEST];

    private int[] slots = new int[SMALLEST];
    private int size;

    /** For each slot the entry, and its position in the heap; for a free one nothing, and the next free slot. */
    private TimerEntry[] entries = new TimerEntry[SMALLEST];

    private int[] positions = new int[SMALLEST];
    /**
     * The slot that became free last. If there is none, those in use are the first ones, as many as there are entries.
     */
    private int free = NONE;

    private long nextSequence;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void clear() {
        for (int position = 0; position < size; position++) {
            entries[slots[position]].slot = TimerEntry.NOT_QUEUED;
        }
        times = new long[SMALLEST];
        slots = new int[SMALLEST];
        entries = new TimerEntry[SMALLEST];
        positions = new int[SMALLEST];
        size = 0;
        free = NONE;
    }

    /** The time of the earliest entry; there must be one. */
    long earliest() {
        return times[0];
    }

    void add(TimerEntry entry, long time) {
        number(entry);
        if (size == times.length) {
            grow();
        }
        occupySlot(entry);
        siftUp(size++, entry.slot, time);
    }

    private void grow() {
        int capacity = size + (size < MANY ? size : size / 8);
        times = Arrays.copyOf(times, capacity);
        slots = Arrays.copyOf(slots, capacity);
        entries = Arrays.copyOf(entries, capacity);
        positions = Arrays.copyOf(positions, capacity);
    }

    /** Gives an entry its number in order of creation. */
    void number(TimerEntry entry) {
        entry.sequence = nextSequence++;
    }

    /** Removes and answers the earliest entry; there must be one. */
    TimerEntry poll() {
        TimerEntry first = entries[slots[0]];
        remove(first);
        return first;
    }

    /** Removes an entry, which must be queued. */
    void remove(TimerEntry entry) {
        int hole = positions[entry.slot];
        freeSlot(entry);
        int last = slots[--size];
        long lastTime = times[size];
        if (hole == size) {
            return;
        }
        if (hole > 0 && before(last, lastTime, parent(hole))) {
            siftUp(hole, last, lastTime);
        } else {
            siftDown(hole, last, lastTime);
        }
    }

    // ---- slots ----

    private void occupySlot(TimerEntry entry) {
        int slot = size;
        if (free != NONE) {
            slot = free;
            free = positions[slot];
        }
        entries[slot] = entry;
        entry.slot = slot;
    }

    @SuppressWarnings("NullAway") // a free slot is never read
    private void freeSlot(TimerEntry entry) {
        entries[entry.slot] = null;
        positions[entry.slot] = free;
        free = entry.slot;
        entry.slot = TimerEntry.NOT_QUEUED;
    }

    // ---- the heap ----

    private void siftUp(int start, int slot, long time) {
        int position = start;
        while (position > 0) {
            int parent = parent(position);
            if (!before(slot, time, parent)) {
                break;
            }
            place(position, slots[parent], times[parent]);
            position = parent;
        }
        place(position, slot, time);
    }

    private void siftDown(int start, int slot, long time) {
        int position = start;
        while (true) {
            int child = earliestChild(position);
            if (child < 0 || before(slot, time, child)) {
                break;
            }
            place(position, slots[child], times[child]);
            position = child;
        }
        place(position, slot, time);
    }

    /** The earliest of the children of {@code position}, or a negative number if it has none. */
    private int earliestChild(int position) {
        int first = WIDTH * position + 1;
        if (first >= size) {
            return -1;
        }
        int earliest = first;
        int end = Math.min(first + WIDTH, size);
        for (int child = first + 1; child < end; child++) {
            if (before(slots[child], times[child], earliest)) {
                earliest = child;
            }
        }
        return earliest;
    }

    private boolean before(int slot, long time, int position) {
        long other = times[position];
        return time < other || (time == other && entries[slot].sequence < entries[slots[position]].sequence);
    }

    private void place(int position, int slot, long time) {
        slots[position] = slot;
        times[position] = time;
        positions[slot] = position;
    }

    private static int parent(int position) {
        return (position - 1) / WIDTH;
    }
}

package dev.simbroker.time;

import java.util.Arrays;

/**
 * The timers, by time and then by order of creation.
 *
 * <p>A heap of width four: it is shallower than a binary one, and the times lie beside each other in an array of their own, so
 * that most comparisons touch no entry. Every entry knows its position; a cancelled one leaves at once, because most timers
 * (leases, time-outs) are cancelled and would otherwise pile up.
 */
final class TimerQueue {

    private static final int WIDTH = 4;
    private static final int SMALLEST = 16;

    private long[] times = new long[SMALLEST];
    private TimerEntry[] entries = new TimerEntry[SMALLEST];
    private int size;
    private long nextSequence;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void clear() {
        for (int position = 0; position < size; position++) {
            entries[position].position = TimerEntry.NOT_QUEUED;
        }
        times = new long[SMALLEST];
        entries = new TimerEntry[SMALLEST];
        size = 0;
    }

    /** The time of the earliest entry; there must be one. */
    long earliest() {
        return times[0];
    }

    void add(TimerEntry entry, long time) {
        if (size == entries.length) {
            times = Arrays.copyOf(times, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
        }
        number(entry);
        siftUp(size++, entry, time);
    }

    /** Gives an entry its number in order of creation. */
    void number(TimerEntry entry) {
        entry.sequence = nextSequence++;
    }

    /** Removes and answers the earliest entry; there must be one. */
    TimerEntry poll() {
        TimerEntry first = entries[0];
        remove(first);
        return first;
    }

    /** Removes an entry, which must be queued. */
    void remove(TimerEntry entry) {
        int hole = entry.position;
        entry.position = TimerEntry.NOT_QUEUED;
        TimerEntry last = entries[--size];
        long lastTime = times[size];
        clear(size);
        if (hole == size) {
            return;
        }
        if (hole > 0 && before(last, lastTime, parent(hole))) {
            siftUp(hole, last, lastTime);
        } else {
            siftDown(hole, last, lastTime);
        }
    }

    @SuppressWarnings("NullAway") // slots at and beyond size are empty and never read
    private void clear(int position) {
        entries[position] = null;
    }

    private void siftUp(int start, TimerEntry entry, long time) {
        int position = start;
        while (position > 0) {
            int parent = parent(position);
            if (!before(entry, time, parent)) {
                break;
            }
            place(position, entries[parent], times[parent]);
            position = parent;
        }
        place(position, entry, time);
    }

    private void siftDown(int start, TimerEntry entry, long time) {
        int position = start;
        while (true) {
            int child = earliestChild(position);
            if (child < 0 || before(entry, time, child)) {
                break;
            }
            place(position, entries[child], times[child]);
            position = child;
        }
        place(position, entry, time);
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
            if (before(entries[child], times[child], earliest)) {
                earliest = child;
            }
        }
        return earliest;
    }

    private boolean before(TimerEntry entry, long time, int position) {
        long other = times[position];
        return time < other || (time == other && entry.sequence < entries[position].sequence);
    }

    private void place(int position, TimerEntry entry, long time) {
        entries[position] = entry;
        times[position] = time;
        entry.position = position;
    }

    private static int parent(int position) {
        return (position - 1) / WIDTH;
    }
}

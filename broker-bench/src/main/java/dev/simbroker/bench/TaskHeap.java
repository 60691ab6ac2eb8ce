package dev.simbroker.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sleepers of a {@link BareLoop}, by time and then by order of arrival: a four-ary heap without removal from the
 * middle.
 */
final class TaskHeap {

    private long[] times = new long[16];
    private @Nullable BareTask[] tasks = new BareTask[16];
    private int size;
    private long sequence;

    boolean isEmpty() {
        return size == 0;
    }

    /** The earliest time; there must be one. */
    long earliest() {
        return times[0];
    }

    void add(BareTask task, long time) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            tasks = Arrays.copyOf(tasks, 2 * size);
        }
        task.sequence = sequence++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) / 4;
            if (times[parent] <= time) { // among equals, the parent came first
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        place(hole, task, time);
    }

    /** Takes the first task; there must be one. */
    BareTask poll() {
        BareTask first = at(0);
        BareTask last = at(--size);
        long time = times[size];
        tasks[size] = null;
        if (size > 0) {
            sift(last, time);
        }
        return first;
    }

    private void sift(BareTask task, long time) {
        int hole = 0;
        for (int child = firstChild(hole);
                child >= 0 && isBefore(child, time, task.sequence);
                child = firstChild(hole)) {
            move(child, hole);
            hole = child;
        }
        place(hole, task, time);
    }

    /** The index of the child that comes first; negative if there is none. */
    private int firstChild(int parent) {
        int from = 4 * parent + 1;
        int first = from < size ? from : -1;
        for (int child = from + 1; child < Math.min(from + 4, size); child++) {
            if (isBefore(child, times[first], at(first).sequence)) {
                first = child;
            }
        }
        return first;
    }

    private boolean isBefore(int position, long time, long order) {
        return times[position] < time || (times[position] == time && at(position).sequence < order);
    }

    private void move(int from, int to) {
        place(to, at(from), times[from]);
    }

    private void place(int position, BareTask task, long time) {
        tasks[position] = task;
        times[position] = time;
    }

    @SuppressWarnings("NullAway") // positions below size are filled
    private BareTask at(int position) {
        return tasks[position];
    }
}

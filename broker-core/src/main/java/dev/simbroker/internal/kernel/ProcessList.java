package dev.simbroker.internal.kernel;

import org.jspecify.annotations.Nullable;

/** A list of processes in order of creation, which each can leave in constant time. */
final class ProcessList {

    private @Nullable SimulatedProcess first;
    private @Nullable SimulatedProcess last;

    @Nullable SimulatedProcess first() {
        return first;
    }

    void add(SimulatedProcess process) {
        process.previous = last;
        if (last == null) {
            first = process;
        } else {
            last.next = process;
        }
        last = process;
    }

    void remove(SimulatedProcess process) {
        if (process.previous == null) {
            first = process.next;
        } else {
            process.previous.next = process.next;
        }
        if (process.next == null) {
            last = process.previous;
        } else {
            process.next.previous = process.previous;
        }
        process.previous = null;
        process.next = null;
    }
}

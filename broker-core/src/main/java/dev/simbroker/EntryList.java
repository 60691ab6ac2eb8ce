package dev.simbroker;

import org.jspecify.annotations.Nullable;

/** A list of entries in order of arrival, which each can leave from any place at once; an entry is in one list at a time. */
final class EntryList<T> {

    private @Nullable Entry<T> first;
    private @Nullable Entry<T> last;
    private int size;

    int size() {
        return size;
    }

    @Nullable Entry<T> first() {
        return first;
    }

    @Nullable Entry<T> last() {
        return last;
    }

    /** Whether an entry that is in no other list is in this one. */
    @SuppressWarnings("ReferenceEquality")
    boolean contains(Entry<T> entry) {
        return entry.previous != null || first == entry;
    }

    void add(Entry<T> entry) {
        entry.previous = last;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
        size++;
    }

    void remove(Entry<T> entry) {
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
        size--;
    }
}

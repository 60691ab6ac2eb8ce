package dev.simbroker.internal.subscription;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of entries in order of arrival that an entry can leave from any position in constant time; an entry is in one
 * list at a time. A ring of entries, of which the list knows the last.
 */
final class EntryList<T> {

    private @Nullable Entry<T> last;
    private int size;

    int size() {
        return size;
    }

    @Nullable Entry<T> first() {
        return last == null ? null : last.next;
    }

    @Nullable Entry<T> last() {
        return last;
    }

    /** Whether an entry that is in no other list is in this one. */
    boolean contains(Entry<T> entry) {
        return entry.next != null;
    }

    void add(Entry<T> entry) {
        Entry<T> previous = last;
        if (previous == null) {
            entry.previous = entry;
            entry.next = entry;
        } else {
            Entry<T> first = next(previous);
            entry.previous = previous;
            entry.next = first;
            previous.next = entry;
            first.previous = entry;
        }
        last = entry;
        size++;
    }

    @SuppressWarnings("ReferenceEquality")
    void remove(Entry<T> entry) {
        Entry<T> previous = Objects.requireNonNull(entry.previous, "it is in this list");
        if (previous == entry) {
            last = null;
        } else {
            Entry<T> next = next(entry);
            previous.next = next;
            next.previous = previous;
            if (last == entry) {
                last = previous;
            }
        }
        entry.previous = null;
        entry.next = null;
        size--;
    }

    /** Calls {@code action} with each entry; entries must not come or go meanwhile. */
    void forEach(Consumer<Entry<T>> action) {
        Entry<T> entry = last;
        for (int i = 0; i < size; i++) {
            entry = next(Objects.requireNonNull(entry));
            action.accept(entry);
        }
    }

    private static <T> Entry<T> next(Entry<T> entry) {
        return Objects.requireNonNull(entry.next, "it is in this list");
    }
}

package dev.simbroker.internal.subscription;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of entries in order of arrival, which each can leave from any place at once; an entry is in one list at a time.
 *
 * <p>It is a circle, and knows only its last entry, which the first one comes after. Lists live long and entries mostly do not, and to let what is
 * old refer to what is new costs more than anything else that is done here: so the last entry is known by way of an anchor, which is made anew
 * before it grows old.
 */
final class EntryList<T> {

    /** Nobody's: it has none, and takes none. */
    private static final Anchor<?> NONE = new Anchor<>();

    private Anchor<T> anchor = none();
    private int size;

    /** What refers to the last entry, for so many additions. */
    private static final class Anchor<T> {
        private static final int ADDITIONS = 128;

        @Nullable Entry<T> last;

        int left;
    }

    @SuppressWarnings("unchecked") // it has none
    private static <T> Anchor<T> none() {
        return (Anchor<T>) NONE;
    }

    int size() {
        return size;
    }

    @Nullable Entry<T> first() {
        Entry<T> last = anchor.last;
        return last == null ? null : last.next;
    }

    @Nullable Entry<T> last() {
        return anchor.last;
    }

    /** Whether an entry that is in no other list is in this one. */
    boolean contains(Entry<T> entry) {
        return entry.next != null;
    }

    void add(Entry<T> entry) {
        Entry<T> previous = anchor.last;
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
        if (anchor.left == 0) {
            anchor = new Anchor<>();
            anchor.left = Anchor.ADDITIONS;
        }
        anchor.left--;
        anchor.last = entry;
        size++;
    }

    @SuppressWarnings("ReferenceEquality")
    void remove(Entry<T> entry) {
        Entry<T> previous = Objects.requireNonNull(entry.previous, "it is in this list");
        if (previous == entry) {
            anchor.last = null;
        } else {
            Entry<T> next = next(entry);
            previous.next = next;
            next.previous = previous;
            if (anchor.last == entry) {
                anchor.last = previous;
            }
        }
        entry.previous = null;
        entry.next = null;
        size--;
    }

    /** Tells the entries, which must not come or go meanwhile. */
    void forEach(Consumer<Entry<T>> action) {
        Entry<T> entry = anchor.last;
        for (int i = 0; i < size; i++) {
            entry = next(Objects.requireNonNull(entry));
            action.accept(entry);
        }
    }

    private static <T> Entry<T> next(Entry<T> entry) {
        return Objects.requireNonNull(entry.next, "it is in this list");
    }
}

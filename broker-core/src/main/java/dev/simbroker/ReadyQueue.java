package dev.simbroker;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are ready, by priority and within one by order of arrival.
 *
 * <p>Nearly all arrive in order and are kept in a list for each priority, where adding, taking and leaving cost a few
 * assignments. Those that come back out of order, to their old place, are kept in a tree beside it.
 */
final class ReadyQueue<T> {

    private static final Comparator<Entry<?>> ORDER = Comparator.comparingInt(
                    (Entry<?> entry) -> entry.message.priority())
            .reversed()
            .thenComparingLong(entry -> entry.order);

    private final boolean prioritized;
    /** By priority; made when first needed. */
    private final @Nullable EntryList<T>[] lists;

    private @Nullable TreeSet<Entry<T>> returned;
    private int size;

    /** A queue that regards priorities, or one for a single key, whose order comes before priority. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ReadyQueue(boolean prioritized) {
        this.prioritized = prioritized;
        this.lists = new EntryList[prioritized ? Publication.HIGHEST_PRIORITY + 1 : 1];
    }

    int size() {
        return size;
    }

    void add(Entry<T> entry) {
        EntryList<T> list = list(prioritized ? entry.message.priority() : 0);
        Entry<T> last = list.last();
        if (last == null || last.order < entry.order) {
            list.add(entry);
        } else {
            if (returned == null) {
                returned = new TreeSet<>(prioritized ? ORDER : Comparator.comparingLong(other -> other.order));
            }
            returned.add(entry);
        }
        entry.queue = this;
        size++;
    }

    private EntryList<T> list(int priority) {
        EntryList<T> list = lists[priority];
        if (list == null) {
            list = new EntryList<>();
            lists[priority] = list;
        }
        return list;
    }

    @Nullable Entry<T> peek() {
        Entry<T> listed = firstListed();
        Entry<T> back = returned == null || returned.isEmpty() ? null : returned.first();
        if (listed == null || back == null) {
            return listed == null ? back : listed;
        }
        boolean backFirst = prioritized ? ORDER.compare(back, listed) < 0 : back.order < listed.order;
        return backFirst ? back : listed;
    }

    /** The one that came first, whatever its priority. */
    @Nullable Entry<T> oldest() {
        Entry<T> oldest = null;
        for (EntryList<T> list : lists) {
            oldest = list == null ? oldest : older(oldest, list.first());
        }
        if (returned != null) {
            for (Entry<T> entry : returned) {
                oldest = older(oldest, entry);
            }
        }
        return oldest;
    }

    private static <T> @Nullable Entry<T> older(@Nullable Entry<T> one, @Nullable Entry<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.order <= other.order ? one : other;
    }

    private @Nullable Entry<T> firstListed() {
        for (int priority = lists.length - 1; priority >= 0; priority--) {
            EntryList<T> list = lists[priority];
            if (list != null && list.size() > 0) {
                return list.first();
            }
        }
        return null;
    }

    @Nullable Entry<T> poll() {
        Entry<T> entry = peek();
        if (entry != null) {
            remove(entry);
        }
        return entry;
    }

    /** Removes an entry, which must be in this queue. */
    void remove(Entry<T> entry) {
        if (entry.list != null) {
            entry.list.remove(entry);
        } else if (returned != null) {
            returned.remove(entry);
        }
        entry.queue = null;
        size--;
    }
}

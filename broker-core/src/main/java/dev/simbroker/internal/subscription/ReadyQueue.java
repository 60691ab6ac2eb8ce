package dev.simbroker.internal.subscription;

import dev.simbroker.Publication;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A queue of ready messages, by priority and within a priority by their position in the order of delivery.
 *
 * <p>For each priority there are three parts. Nearly all messages arrive in order and nothing happens to them while
 * they wait: they lie in a ring. Those to which something may happen are entries, and lie in a list that they can leave
 * from any place. Those that come back to a place before others lie in a tree.
 */
final class ReadyQueue<T> {

    private static final long NOWHERE = Long.MAX_VALUE;

    /** The messages of one priority. */
    private static final class Lane<T> {

        final MessageRing<T> ring = new MessageRing<>();
        final EntryList<T> list = new EntryList<>();
        private @Nullable TreeSet<Entry<T>> returned;

        void add(Entry<T> entry) {
            Entry<T> last = list.last();
            if (last == null || last.order < entry.order) {
                list.add(entry);
            } else {
                if (returned == null) {
                    returned = new TreeSet<>(Comparator.comparingLong(other -> other.order));
                }
                returned.add(entry);
            }
        }

        void remove(Entry<T> entry) {
            if (returned == null || list.contains(entry)) {
                list.remove(entry);
            } else {
                returned.remove(entry);
            }
        }

        boolean isEmpty() {
            return ring.size() == 0 && list.size() == 0 && (returned == null || returned.isEmpty());
        }

        /** The first of the entries; null if there are none. */
        @Nullable Entry<T> entry() {
            Entry<T> listed = list.first();
            if (returned == null || returned.isEmpty()) {
                return listed;
            }
            Entry<T> back = returned.first();
            return listed == null || back.order < listed.order ? back : listed;
        }

        /** The first entry, if it comes before the ring; null if the ring comes first. */
        @Nullable Entry<T> firstEntry() {
            Entry<T> entry = entry();
            return entry != null && (ring.size() == 0 || entry.order < ring.order()) ? entry : null;
        }

        /** The position of the first message. */
        long order() {
            Entry<T> entry = entry();
            long order = ring.size() == 0 ? NOWHERE : ring.order();
            return entry == null ? order : Math.min(order, entry.order);
        }

        @Nullable StoredMessage<T> peek() {
            Entry<T> entry = firstEntry();
            return entry != null ? entry.message : ring.peek();
        }
    }

    private final boolean prioritized;
    /** By priority; each made when first needed. */
    private final @Nullable Lane<T>[] lanes;
    /** A bit for each priority that has messages. */
    private int occupied;

    private int size;

    /** A queue with priorities, or without for a single key, whose order comes before priority. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ReadyQueue(boolean prioritized) {
        this.prioritized = prioritized;
        this.lanes = new Lane[prioritized ? Publication.HIGHEST_PRIORITY + 1 : 1];
    }

    int size() {
        return size;
    }

    // ---- in ----

    /** Adds a message to which nothing happens while it is here. */
    void add(StoredMessage<T> message, long order) {
        Lane<T> lane = laneOf(message);
        if (lane.ring.isInOrder(order)) {
            lane.ring.add(message, order);
            size++;
        } else {
            add(new Entry<>(message, MessageState.READY, order));
        }
    }

    void add(Entry<T> entry) {
        laneOf(entry.message).add(entry);
        entry.readyIn = this;
        size++;
    }

    /** The lane of a message that is added. */
    private Lane<T> laneOf(StoredMessage<T> message) {
        int priority = priority(message);
        occupied |= 1 << priority;
        Lane<T> lane = lanes[priority];
        if (lane == null) {
            lane = new Lane<>();
            lanes[priority] = lane;
        }
        return lane;
    }

    private int priority(StoredMessage<T> message) {
        return prioritized ? message.priority() : 0;
    }

    // ---- first ----

    /** The first message; null if there is none. */
    @Nullable StoredMessage<T> peek() {
        Lane<T> lane = firstLane();
        return lane == null ? null : lane.peek();
    }

    /** The position of the first message; there must be one. */
    long order() {
        return first().order();
    }

    /** Takes the first message; null if there is none. */
    @Nullable Entry<T> poll() {
        Lane<T> lane = firstLane();
        return lane == null ? null : poll(lane);
    }

    /** Takes the first message without its entry; there must be one. */
    StoredMessage<T> pollMessage() {
        Lane<T> lane = first();
        Entry<T> entry = lane.firstEntry();
        if (entry == null) {
            return pollRing(lane);
        }
        remove(entry);
        entry.cancelTimer();
        return entry.message;
    }

    private @Nullable Lane<T> firstLane() {
        return occupied == 0 ? null : lanes[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(occupied)];
    }

    private Lane<T> first() {
        Lane<T> lane = firstLane();
        if (lane == null) {
            throw new IllegalStateException("the queue is empty");
        }
        return lane;
    }

    private Entry<T> poll(Lane<T> lane) {
        Entry<T> entry = lane.firstEntry();
        if (entry == null) {
            long order = lane.ring.order();
            return new Entry<>(pollRing(lane), MessageState.READY, order);
        }
        remove(entry);
        return entry;
    }

    private StoredMessage<T> pollRing(Lane<T> lane) {
        StoredMessage<T> message = lane.ring.poll();
        left(lane, message);
        return message;
    }

    // ---- oldest ----

    /** The position of the oldest message of any priority; greater than any if there is none. */
    long oldestOrder() {
        Lane<T> oldest = oldestLane();
        return oldest == null ? NOWHERE : oldest.order();
    }

    /** The oldest message of any priority; null if there is none. */
    @Nullable StoredMessage<T> oldest() {
        Lane<T> oldest = oldestLane();
        return oldest == null ? null : oldest.peek();
    }

    /** Takes the oldest message of any priority; null if there is none. */
    @Nullable Entry<T> pollOldest() {
        Lane<T> oldest = oldestLane();
        return oldest == null ? null : poll(oldest);
    }

    private @Nullable Lane<T> oldestLane() {
        Lane<T> oldest = null;
        for (Lane<T> lane : lanes) {
            if (lane != null && !lane.isEmpty() && (oldest == null || lane.order() < oldest.order())) {
                oldest = lane;
            }
        }
        return oldest;
    }

    // ---- out of the middle ----

    /** Removes an entry, which must be in this queue. */
    void remove(Entry<T> entry) {
        Lane<T> lane = laneOf(entry.message);
        lane.remove(entry);
        entry.readyIn = null;
        left(lane, entry.message);
    }

    private void left(Lane<T> lane, StoredMessage<T> message) {
        size--;
        if (lane.isEmpty()) {
            occupied &= ~(1 << priority(message));
        }
    }
}

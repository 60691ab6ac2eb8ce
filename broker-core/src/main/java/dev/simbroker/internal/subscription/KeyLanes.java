package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.StoredMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lane of each key, with its messages one behind the other: only the first of a key, its head, may be delivered,
 * and stays the head until it has left for good. So the order of a key holds, also through redelivery.
 */
@SuppressWarnings("ReferenceEquality") // a message is in a subscription once
final class KeyLanes<T> {

    private static final class Lane<T> {
        Entry<T> head;
        final ReadyQueue<T> behind = new ReadyQueue<>(false);

        Lane(Entry<T> head) {
            this.head = head;
        }
    }

    private final Map<String, Lane<T>> lanes = new LinkedHashMap<>();
    private int behind;

    /** Puts an entry into its lane; returns whether it may be delivered. */
    boolean enter(Entry<T> entry) {
        String key = entry.message.key().orElse(null);
        if (key == null) {
            return true;
        }
        Lane<T> lane = lanes.get(key);
        if (lane == null) {
            lanes.put(key, new Lane<>(entry));
            return true;
        }
        if (lane.head.message == entry.message) {
            lane.head = entry;
            return true;
        }
        lane.behind.add(entry);
        behind++;
        return false;
    }

    /** Notes that a message has left; returns the one that may be delivered now, if any. */
    @Nullable Entry<T> leave(StoredMessage<T> message) {
        Lane<T> lane = message.key().map(lanes::get).orElse(null);
        if (lane == null || lane.head.message != message) {
            return null;
        }
        Entry<T> next = lane.behind.poll();
        if (next == null) {
            lanes.remove(message.key().orElseThrow());
        } else {
            behind--;
            lane.head = next;
        }
        return next;
    }

    /** Takes an entry that waits behind a head out of its lane; false if it does not. */
    boolean remove(Entry<T> entry) {
        Lane<T> lane = entry.message.key().map(lanes::get).orElse(null);
        if (lane == null || entry.readyIn != lane.behind) {
            return false;
        }
        lane.behind.remove(entry);
        behind--;
        return true;
    }

    /** The number of messages that wait behind a head. */
    int behind() {
        return behind;
    }

    /** The queue behind each head. */
    Stream<ReadyQueue<T>> queuesBehind() {
        return lanes.values().stream().map(lane -> lane.behind);
    }

    /** Takes the first message of one of these queues. */
    @Nullable Entry<T> pollBehind(ReadyQueue<T> queue) {
        Entry<T> entry = queue.pollOldest();
        behind -= entry == null ? 0 : 1;
        return entry;
    }

    List<Entry<T>> heads() {
        return lanes.values().stream().map(lane -> lane.head).toList();
    }
}

package dev.simbroker;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A subscriber's part in one channel. */
final class Member<T> {

    final Channel<T> channel;
    final String name;
    final int weight;
    final Inbox<T> inbox;

    /** What it has on lease, in order of receipt. */
    final EntryList<T> leased = new EntryList<>();

    // what is handed over without a lease, and not gone on with, in order; linked through itself, since each is in one
    // such list
    private @Nullable UnleasedDelivery<T> first;
    private @Nullable UnleasedDelivery<T> last;
    private int handedOver;

    /** What the weighted assignment owes it. */
    int credit;

    /** Written inside the guard; a source is asked without it. */
    volatile boolean closed;

    Member(Channel<T> channel, String name, int weight, Inbox<T> inbox) {
        this.channel = channel;
        this.name = name;
        this.weight = weight;
        this.inbox = inbox;
    }

    void handOver(UnleasedDelivery<T> delivery) {
        delivery.previous = last;
        if (last == null) {
            first = delivery;
        } else {
            last.next = delivery;
        }
        last = delivery;
        handedOver++;
    }

    void ended(UnleasedDelivery<T> delivery) {
        if (delivery.previous == null) {
            first = delivery.next;
        } else {
            delivery.previous.next = delivery.next;
        }
        if (delivery.next == null) {
            last = delivery.previous;
        } else {
            delivery.next.previous = delivery.previous;
        }
        delivery.previous = null;
        delivery.next = null;
        handedOver--;
    }

    List<LeasedDelivery<T>> leased() {
        var deliveries = new ArrayList<LeasedDelivery<T>>(leased.size());
        for (Entry<T> entry = leased.first(); entry != null; entry = entry.next) {
            deliveries.add(Objects.requireNonNull(entry.delivery));
        }
        return deliveries;
    }

    List<UnleasedDelivery<T>> handedOver() {
        var deliveries = new ArrayList<UnleasedDelivery<T>>(handedOver);
        for (UnleasedDelivery<T> delivery = first; delivery != null; delivery = delivery.next) {
            deliveries.add(delivery);
        }
        return deliveries;
    }

    int load() {
        return inbox.queue.size() + leased.size() + handedOver;
    }
}

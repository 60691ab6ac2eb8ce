package dev.simbroker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscriber's part in one channel. */
final class Member<T> {

    final Channel<T> channel;
    final String name;
    final int weight;
    final Inbox<T> inbox;

    /** Its attempts that are under way, in order of receipt; linked through themselves, since each is in one such list. */
    private @Nullable LocalDelivery<T> first;

    private @Nullable LocalDelivery<T> last;
    private int underWay;

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

    void opened(LocalDelivery<T> delivery) {
        delivery.previous = last;
        if (last == null) {
            first = delivery;
        } else {
            last.next = delivery;
        }
        last = delivery;
        underWay++;
    }

    void ended(LocalDelivery<T> delivery) {
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
        underWay--;
    }

    List<LocalDelivery<T>> inFlight() {
        var inFlight = new ArrayList<LocalDelivery<T>>(underWay);
        for (LocalDelivery<T> delivery = first; delivery != null; delivery = delivery.next) {
            inFlight.add(delivery);
        }
        return inFlight;
    }

    int load() {
        return inbox.queue.size() + underWay;
    }
}

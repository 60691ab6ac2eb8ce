package dev.simbroker;

import java.util.LinkedHashSet;
import java.util.List;

/** A subscriber's part in one channel. */
final class Member<T> {

    final Channel<T> channel;
    final String name;
    final int weight;
    final Inbox<T> inbox;

    /** Its attempts that are under way, in order of receipt. */
    private final LinkedHashSet<LocalDelivery<T>> inFlight = new LinkedHashSet<>();

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
        inFlight.add(delivery);
    }

    void ended(LocalDelivery<T> delivery) {
        inFlight.remove(delivery);
    }

    List<LocalDelivery<T>> inFlight() {
        return List.copyOf(inFlight);
    }

    int load() {
        return inbox.queue.size() + inFlight.size();
    }
}

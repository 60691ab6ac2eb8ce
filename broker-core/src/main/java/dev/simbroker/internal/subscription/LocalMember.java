package dev.simbroker.internal.subscription;

import dev.simbroker.internal.log.Cursor;
import dev.simbroker.internal.log.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A subscriber's membership in one subscription. Guarded by the broker's guard, except where a field says otherwise.
 */
public final class LocalMember<T> implements Cursor.Taker<T, LoggedDelivery<T>> {

    private final SubscriptionQueue<T> queue;
    private final BrokerContext broker;
    private final String name;
    final int weight;
    final Inbox<T> inbox;

    /** The messages that it has on lease, in order of receipt. */
    final EntryList<T> leased = new EntryList<>();

    /**
     * Deliveries without a lease that were handed to processes which have not gone on yet: at most one for each such
     * process.
     */
    final List<QueuedDelivery<T>> handedOver = new ArrayList<>(1);

    /** What {@linkplain dev.simbroker.Assignment#WEIGHTED weighted} assignment owes it. */
    long credit;

    /**
     * How many messages had been taken from the log when it last paused. Not guarded: only the length of a pause
     * depends on it.
     */
    long takenBefore;

    /** Runs when the subscription was deleted. */
    private Runnable onDeleted = () -> {};

    /** Written inside the guard, read from any thread. */
    private volatile boolean closed;

    LocalMember(SubscriptionQueue<T> queue, String name, int weight, Inbox<T> inbox) {
        this.queue = queue;
        this.broker = queue.broker();
        this.name = name;
        this.weight = weight;
        this.inbox = inbox;
    }

    public SubscriptionQueue<T> queue() {
        return queue;
    }

    public String name() {
        return name;
    }

    /** Sets what runs, inside the guard, when the subscription was deleted. */
    public void onDeleted(Runnable action) {
        onDeleted = action;
    }

    void deleted() {
        onDeleted.run();
    }

    /** Whether it receives no more. From any thread. */
    public boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Makes a delivery of a message in the log. */
    @Override
    public LoggedDelivery<T> take(Segment<T> segment, int index) {
        long receivedAt = broker.timeOfReceipt();
        return new LoggedDelivery<>(segment, index, this, receivedAt);
    }

    List<LeasedDelivery<T>> leased() {
        var deliveries = new ArrayList<LeasedDelivery<T>>(leased.size());
        leased.forEach(entry -> deliveries.add(Objects.requireNonNull(entry.delivery)));
        return deliveries;
    }

    /** How many messages are assigned to it. */
    int load() {
        return inbox.queue.size() + leased.size() + handedOver.size();
    }
}

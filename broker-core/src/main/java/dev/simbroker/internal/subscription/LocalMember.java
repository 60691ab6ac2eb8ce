package dev.simbroker.internal.subscription;

import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.internal.broker.LocalSubscriber;
import dev.simbroker.internal.log.Cursor;
import dev.simbroker.internal.log.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A subscriber's part in one channel. */
public final class LocalMember<T> implements Cursor.Taker<T, LoggedDelivery<T>> {

    public final SubscriptionQueue<T> channel;
    private final LocalBroker broker;
    public final String name;
    final int weight;
    public final Inbox<T> inbox;

    /** What it has on lease, in order of receipt. */
    final EntryList<T> leased = new EntryList<>();

    /** What was handed without a lease to processes that have not gone on yet: one for each such process, so very few. */
    final List<HandedDelivery<T>> handedOver = new ArrayList<>(1);

    /** Whose part this is; set once, as soon as that is there. */
    public @Nullable LocalSubscriber<?> subscriber;

    /** What the weighted assignment owes it. */
    int credit;

    /** How many messages had been taken from the log when this last gave way there; from any thread, and nothing but the length of a pause relies on it. */
    long takenBefore;

    /** Written inside the guard; a source is asked without it. */
    public volatile boolean closed;

    LocalMember(SubscriptionQueue<T> channel, String name, int weight, Inbox<T> inbox) {
        this.channel = channel;
        this.broker = channel.broker();
        this.name = name;
        this.weight = weight;
        this.inbox = inbox;
    }

    /** Receives a message of the log. */
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

    int load() {
        return inbox.queue.size() + leased.size() + handedOver.size();
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.Message;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.time.Timer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to which something may happen in a channel: it is kept back, expires, is on lease, or has come back. All fields belong to the
 * broker's guard.
 *
 * <p>A million open leases are a million of these, so every field counts: where it is listed follows from its state, and its attempts are
 * one object that most share.
 */
public final class Entry<T> implements Runnable {

    /** Where a message is; the states between NEW and GONE are what the conservation law counts. */
    enum State {
        NEW,
        READY,
        DELAYED,
        IN_FLIGHT,
        GONE
    }

    final StoredMessage<T> posted;

    /** Where it is, and whose timers it has; null before it has one. */
    @Nullable SubscriptionQueue<T> channel;

    State state;
    /** Its place in the order of delivery, given when it first becomes ready; a message that comes back keeps it. */
    long order;

    AttemptHistory past = AttemptHistory.NONE;
    /** What will happen to it by itself, which depends on its state: expiry, the end of a delay, or the end of a lease. */
    @Nullable Timer timer;
    /** When the timer is due, in scheduler time. */
    long dueAt;
    /** The attempt that is under way. */
    @Nullable LeasedDelivery<T> delivery;
    // in the list that it is in
    @Nullable Entry<T> previous;

    @Nullable Entry<T> next;

    /** The queue that it is ready in. */
    @Nullable ReadyQueue<T> queue;

    /** A message that has not come anywhere. */
    Entry(StoredMessage<T> posted) {
        this(posted, null, State.NEW, 0);
    }

    /** A message that has a place in the order of delivery. */
    Entry(StoredMessage<T> posted, State state, long order) {
        this(posted, null, state, order);
    }

    /** The same, and it will have timers. */
    Entry(StoredMessage<T> posted, @Nullable SubscriptionQueue<T> channel, State state, long order) {
        this.posted = posted;
        this.channel = channel;
        this.state = state;
        this.order = order;
    }

    Message<T> message() {
        return posted.message();
    }

    /** Whether nothing is to be known of it but its place. */
    boolean isPlain() {
        return timer == null && past.attempts() == 0;
    }

    /** The timer of this message has gone off. */
    @Override
    public void run() {
        Objects.requireNonNull(channel, "only a channel sets timers").due(this);
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public String toString() {
        return "message " + posted.id() + " (" + state + ")";
    }
}

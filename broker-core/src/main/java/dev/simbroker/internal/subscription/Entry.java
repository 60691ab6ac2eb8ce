package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.time.Timer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to which something may happen in its subscription: it is delayed, expires, is on lease, or has come back.
 * All fields are guarded by the broker's guard.
 *
 * <p>A million open leases are a million entries, so every field counts: the list that an entry is in follows from its
 * state, and its past attempts are one object that most entries share.
 */
final class Entry<T> implements Runnable {

    final StoredMessage<T> message;

    /** Where the message is, and what its timer reports to; null before it has one. */
    @Nullable SubscriptionQueue<T> queue;

    /** Changed by {@link SubscriptionQueue#transition} alone. */
    MessageState state;
    /**
     * The position in the order of delivery, given when the message first becomes ready; a message that comes back
     * keeps it.
     */
    long order;

    AttemptHistory past = AttemptHistory.NONE;
    /**
     * The one thing that will happen to the message by itself: its expiry, the end of its delay or the end of its
     * lease, by its state.
     */
    @Nullable Timer timer;
    /** When the timer is due, in scheduler time. */
    long dueAt;
    /** The attempt under way. */
    @Nullable LeasedDelivery<T> delivery;
    // neighbours in the list that it is in
    @Nullable Entry<T> previous;

    @Nullable Entry<T> next;

    /** The ready queue that it is in. */
    @Nullable ReadyQueue<T> readyIn;

    /** An entry for a message that the subscription has not accepted yet. */
    Entry(StoredMessage<T> message) {
        this(message, MessageState.NEW, 0);
    }

    /** An entry for a message that has a position in the order of delivery. */
    Entry(StoredMessage<T> message, MessageState state, long order) {
        this.message = message;
        this.state = state;
        this.order = order;
    }

    /** Whether there is nothing to know of it except its position in the order of delivery. */
    boolean isPlain() {
        return timer == null && past.attempts() == 0;
    }

    /** Runs when the timer is due. */
    @Override
    public void run() {
        Objects.requireNonNull(queue, "only a subscription queue sets timers").due(this);
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public String toString() {
        return "message " + message.id() + " (" + state + ")";
    }
}

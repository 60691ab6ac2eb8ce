package dev.simbroker;

import dev.simbroker.time.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message in a channel, from its acceptance until it has left. All fields belong to the broker's guard. */
final class Entry<T> implements Runnable {

    /** Where a message is; the states between NEW and GONE are what the conservation law counts. */
    enum State {
        NEW,
        READY,
        DELAYED,
        IN_FLIGHT,
        GONE
    }

    final Message<T> message;
    final long publishedAt;
    /** When it expires, in scheduler time. */
    final long expiresAt;

    /** Where it is, and whose timers it has; null before it is there. */
    @Nullable Channel<T> channel;

    State state = State.NEW;
    /** Its place in the order of delivery, given when it first becomes ready; a message that comes back keeps it. */
    long order;

    int attempts;
    List<Attempt> history = List.of();
    /** What will happen to it by itself, which depends on its state: expiry, the end of a delay, or the end of a lease. */
    @Nullable Timer timer;
    /** When the timer is due, in scheduler time. */
    long dueAt;
    /** The attempt that is under way, if it is on lease. */
    @Nullable LocalDelivery<T> delivery;
    // where it is listed
    @Nullable EntryList<T> list;

    @Nullable Entry<T> previous;

    @Nullable Entry<T> next;

    @Nullable ReadyQueue<T> queue;

    Entry(Message<T> message, long publishedAt, long expiresAt) {
        this.message = message;
        this.publishedAt = publishedAt;
        this.expiresAt = expiresAt;
    }

    /** The timer of this message has gone off. */
    @Override
    public void run() {
        Objects.requireNonNull(channel, "only a channel sets timers").due(this);
    }

    void remember(Attempt attempt) {
        var longer = new ArrayList<>(history);
        if (longer.size() == DeadLetter.LONGEST_HISTORY) {
            longer.removeFirst();
        }
        longer.add(attempt);
        history = List.copyOf(longer);
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

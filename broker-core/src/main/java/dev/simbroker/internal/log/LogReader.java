package dev.simbroker.internal.log;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.LocalMember;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel's way through the log of its topic: one {@link Cursor} after another, each from where the channel starts to follow the log until
 * something has to be done with its messages but to take them in order.
 *
 * <p>It starts and stops inside the broker's guard. Figures are read from any thread, and so are messages that are taken outside
 * the guard where processes run in parallel.
 */
public final class LogReader<T> {

    private final boolean allowed;
    /** Whether what is taken is on lease, and not yet settled. */
    private final boolean leases;

    private volatile Cursor<T> cursor;

    public LogReader(boolean allowed, boolean leases, boolean parallel) {
        this.allowed = allowed;
        this.leases = leases;
        this.cursor = parallel ? Cursor.ofAnyThread() : Cursor.ofOneThread();
    }

    /** Whether the channel may ever follow the log. */
    public boolean isAllowed() {
        return allowed;
    }

    public boolean isRunning() {
        return cursor.isRunning();
    }

    /** Starts before that message, if that may be: nothing may have been published since, and this not be running already. */
    public boolean startAt(StoredMessage<T> posted, TopicLog<T> log) {
        if (!allowed || cursor.isRunning()) {
            return false;
        }
        Cursor<T> started = log.startAt(posted, cursor);
        if (started == null) {
            return false;
        }
        cursor = started;
        return true;
    }

    /** Takes the next message for a member; null if there is none, or this is not running. */
    public <R> @Nullable R take(LocalMember<T> member, Cursor.Taker<T, R> taker) {
        Cursor<T> current = cursor; // before the member is seen to be open: at its close, this one stops
        return member.closed ? null : current.poll(taker);
    }

    /** When the next message was published; null if there is none. */
    public @Nullable Long oldest() {
        return cursor.peek(Segment::publishedAt);
    }

    /** Stops, while it is running, and tells what it has still before it. */
    public void stop(Consumer<StoredMessage<T>> rest) {
        cursor.stop(rest);
    }

    // ---- figures ----

    /** How many messages have come this way. */
    public long came() {
        return cursor.came();
    }

    /** How many of them were taken. */
    public long taken() {
        return cursor.taken();
    }

    /** How many of them that settled. */
    public long settled() {
        return leases ? 0 : taken();
    }

    /** How many are still before it. */
    public long before() {
        return cursor.before();
    }
}

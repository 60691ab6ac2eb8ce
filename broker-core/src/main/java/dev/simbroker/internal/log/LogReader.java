package dev.simbroker.internal.log;

import dev.simbroker.internal.message.StoredMessage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's reader of the log of its topic: a sequence of {@link Cursor}s, each of which runs once. It starts
 * when the subscription goes to the log, and stops when the subscription leaves it.
 *
 * <p>It starts and stops inside the broker's guard. Its counts are read from any thread, and so are messages where they
 * are taken outside the guard.
 */
public final class LogReader<T> {

    private final boolean allowed;
    /** Whether messages that are taken are on lease, and so not settled yet. */
    private final boolean leases;

    private volatile Cursor<T> cursor;

    /**
     * A reader that is not running.
     *
     * @param allowed whether it may ever run
     * @param parallel whether messages are taken by several threads at once
     */
    public LogReader(boolean allowed, boolean leases, boolean parallel) {
        this.allowed = allowed;
        this.leases = leases;
        this.cursor = parallel ? Cursor.ofAnyThread() : Cursor.ofOneThread();
    }

    public boolean isAllowed() {
        return allowed;
    }

    public boolean isRunning() {
        return cursor.isRunning();
    }

    /**
     * Starts before {@code message}, unless it is running, may not, or another message was published since.
     *
     * @return whether it has started
     */
    public boolean startAt(StoredMessage<T> message, TopicLog<T> log) {
        if (!allowed || cursor.isRunning()) {
            return false;
        }
        Cursor<T> started = log.startAt(message, cursor);
        if (started == null) {
            return false;
        }
        cursor = started;
        return true;
    }

    /** The cursor of this moment, from which nothing can be taken once it has stopped. */
    public Cursor<T> current() {
        return cursor;
    }

    /** When the next message was published; null if there is none. */
    public @Nullable Long oldest() {
        return cursor.peek(Segment::publishedAt);
    }

    /** Stops, and calls {@code unread} with each message that is still to be taken. Only while it is running. */
    public void stop(Consumer<StoredMessage<T>> unread) {
        cursor.stop(unread);
    }

    // ---- counts ----

    /** The number of messages that have come. */
    public long came() {
        return cursor.came();
    }

    /** The number of these that were taken. */
    public long taken() {
        return cursor.taken();
    }

    /** The number of these that were settled by being taken. */
    public long settled() {
        return leases ? 0 : taken();
    }

    /** The number of these that are still to be taken. */
    public long unread() {
        return cursor.before();
    }
}

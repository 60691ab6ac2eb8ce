package dev.simbroker.internal.subscription;

import dev.simbroker.internal.log.Cursor;
import dev.simbroker.internal.log.LogReader;
import dev.simbroker.internal.log.Segment;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ready messages of one subscription.
 *
 * <p>They lie in one of two places. A subscription that wants every message of one topic, in order, reads them in the
 * topic's log, where one copy serves all subscriptions, and has nothing but a position there. As soon as anything else
 * is to be done with them, a process waiting for one or a message coming back, the backlog moves what is unread into
 * queues of its own, and goes back to the log when these have run empty. Which of the two it is, nobody outside needs
 * to know.
 *
 * <p>Guarded by the broker's guard, except for {@link #take}.
 */
final class Backlog<T> {

    private final LogReader<T> log;
    private final ReadyMessages<T> queued;
    private final Bookkeeper books;
    /** The last position given in the order of delivery. */
    private long lastOrder;

    Backlog(LogReader<T> log, ReadyMessages<T> queued, Bookkeeper books) {
        this.log = log;
        this.queued = queued;
        this.books = books;
    }

    /** The counts of the messages that came by that reader. */
    static SubscriptionCounters.LogCounts counts(LogReader<?> reader) {
        return new SubscriptionCounters.LogCounts() {

            @Override
            public long came() {
                return reader.came();
            }

            @Override
            public long taken() {
                return reader.taken();
            }

            @Override
            public long settled() {
                return reader.settled();
            }

            @Override
            public long unread() {
                return reader.unread();
            }
        };
    }

    // ---- the log ----

    /** Whether messages may ever lie in the log for this subscription. */
    boolean mayReadLog() {
        return log.isAllowed();
    }

    boolean isReadingLog() {
        return log.isRunning();
    }

    /**
     * Goes to the log, where the message lies or is put by this. That may be while there is no other ready message and
     * nobody waits for one.
     *
     * @return whether it has, so that the message is in the backlog
     */
    boolean readLogFrom(StoredMessage<T> message, TopicLog<T> topicLog) {
        if (queued.isIdle() && log.startAt(message, topicLog)) {
            appended(message.id());
            return true;
        }
        return false;
    }

    /** Notes that a message was appended to the log while this reads it. */
    void appended(long id) {
        books.moved(id, MessageState.NEW, MessageState.READY_IN_LOG);
    }

    /** Leaves the log: from now on ready messages lie in the subscription's own queues. */
    void leaveLog() {
        if (log.isRunning()) {
            log.stop(message -> {
                books.moved(message.id(), MessageState.READY_IN_LOG, MessageState.READY);
                queued.add(message, ++lastOrder);
            });
        }
    }

    /**
     * Takes the next message of the log for a member; null if there is none, or the member is closed. Outside the guard
     * if the log allows it.
     */
    <R> @Nullable R take(LocalMember<T> member, Cursor.Taker<T, R> taker) {
        Cursor<T> current = log.current(); // before the member is seen to be open: its close stops this one
        return member.isClosed() ? null : current.poll(taker);
    }

    /** Takes the next message of the log for a lease; null if there is none. */
    @Nullable Entry<T> takeForLease(LocalMember<T> member) {
        StoredMessage<T> message = take(member, Segment::messageOnce);
        return message == null ? null : new Entry<>(message, MessageState.READY_IN_LOG, ++lastOrder);
    }

    /** The number of messages that were ever taken from the log. */
    long takenFromLog() {
        return log.taken();
    }

    // ---- the queues ----

    /** Whether a message to which nothing will happen needs no entry. */
    boolean takesPlain() {
        return queued.takesPlain();
    }

    /** Adds a message that is ready, and to which nothing will happen except that it is received. */
    void add(StoredMessage<T> message) {
        queued.add(message, ++lastOrder);
    }

    /** Adds a message that is ready: at its position in the order of delivery, or at the end if it has none. */
    void add(Entry<T> entry) {
        if (entry.order == 0) {
            entry.order = ++lastOrder;
        }
        queued.add(entry);
    }

    /** Takes out a message that is in the queues. */
    void remove(Entry<T> entry) {
        queued.remove(entry);
    }

    /** Notes that a message has left the subscription, so that the next one of its key can go. */
    void left(StoredMessage<T> message) {
        queued.left(message);
    }

    /** Takes the message that has been here longest; null if there is none. Outside the log. */
    @Nullable Entry<T> pollOldest() {
        return queued.pollOldest();
    }

    /** When the message that has been here longest was published; null if there is none. */
    @Nullable Long oldest() {
        return log.isRunning() ? log.oldest() : queued.oldest();
    }

    int size() {
        return queued.size() + (int) log.unread();
    }

    /** The inbox that all members share; null if each has its own. */
    @Nullable Inbox<T> shared() {
        return queued.shared();
    }

    Stream<Inbox<T>> inboxes() {
        return queued.inboxes();
    }
}

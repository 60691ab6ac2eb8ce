package dev.simbroker;

import dev.simbroker.time.Scheduler;

/**
 * A message as all its subscriptions share it: what it says, and in scheduler time when it was published, is due and expires; and a link of
 * its topic's log, if it lies there.
 *
 * <p>A queue of ready messages holds these. Only a message to which something may happen in its subscription, because it expires, is on
 * lease or has come back, has an {@link Entry} there.
 *
 * <p>A backlog of a million messages is a million of these, so most are due at once and never expire: those that are not are
 * {@link Timed}.
 */
class Posted<T> extends Link<T> {

    private final Message<T> message;
    private final long publishedAt;

    Posted(Message<T> message, long publishedAt) {
        super(0);
        this.message = message;
        this.publishedAt = publishedAt;
    }

    final Message<T> message() {
        return message;
    }

    final long publishedAt() {
        return publishedAt;
    }

    long dueAt() {
        return publishedAt;
    }

    long expiresAt() {
        return Scheduler.FOREVER;
    }

    /** Whether it is kept back at all; a clock costs more than that, so ask this before what time it is. */
    final boolean isDelayed() {
        return dueAt() > publishedAt;
    }

    final boolean isExpired(long now) {
        return expiresAt() <= now;
    }

    /** One that is kept back, or expires. */
    static final class Timed<T> extends Posted<T> {

        private final long dueAt;
        private final long expiresAt;

        Timed(Message<T> message, long publishedAt, long dueAt, long expiresAt) {
            super(message, publishedAt);
            this.dueAt = dueAt;
            this.expiresAt = expiresAt;
        }

        @Override
        long dueAt() {
            return dueAt;
        }

        @Override
        long expiresAt() {
            return expiresAt;
        }
    }
}

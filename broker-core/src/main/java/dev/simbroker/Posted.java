package dev.simbroker;

/**
 * A message as all its subscriptions share it: what it says, and in scheduler time when it was published, is due and expires.
 *
 * <p>A queue of ready messages holds these. Only a message to which something may happen in its subscription, because it expires, is on
 * lease or has come back, has an {@link Entry} there.
 */
record Posted<T>(Message<T> message, long publishedAt, long dueAt, long expiresAt) {

    /** Whether it is kept back at all; a clock costs more than that, so ask this before what time it is. */
    boolean isDelayed() {
        return dueAt > publishedAt;
    }

    boolean isExpired(long now) {
        return expiresAt <= now;
    }
}

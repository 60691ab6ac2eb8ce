package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.MessageState;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the two books of a subscription, the counters that everybody reads and the audit that checks them, by one call
 * for each step of a message. Inside the broker's guard.
 */
final class Bookkeeper {

    private final SubscriptionCounters counters;
    private final @Nullable Audit audit;

    Bookkeeper(SubscriptionCounters counters, boolean audited) {
        this.counters = counters;
        this.audit = audited ? new Audit() : null;
    }

    /** Notes that a message has gone from one state to another. */
    void moved(long id, MessageState from, MessageState to) {
        if (audit != null) {
            audit.moved(id, from, to);
        }
        counters.moved(from, to);
    }

    /**
     * Compares the books with each other and with the number of messages that lie in the backlog.
     *
     * @throws IllegalStateException if they differ
     */
    void check(int queued) {
        if (audit != null) {
            audit.check(counters, queued);
        }
    }
}

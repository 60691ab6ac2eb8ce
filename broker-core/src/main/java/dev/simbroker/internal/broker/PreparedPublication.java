package dev.simbroker.internal.broker;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A publication whose destinations are known, so that nothing can go wrong with it any more. Guarded by the broker's
 * guard, and good for one section.
 */
record PreparedPublication<T>(
        Exchange exchange, LocalTopic<T> topic, StoredMessage<T> message, List<SubscriptionQueue<? super T>> wanting) {

    /** An explicit id on its topic. */
    record Identity(String topic, String id) {}

    /** What it has in common with its duplicates. */
    Optional<Identity> identity() {
        return message.deduplicationId().map(id -> new Identity(topic.topic(), id));
    }

    /** Whether a message of its id is in. */
    boolean isDuplicate() {
        return topic.ids().originalOf(message) != null;
    }

    /** Its id, if another publication of that still waits; null if not. */
    @Nullable PendingId undecided() {
        return topic.ids().pendingBefore(message, null);
    }

    /** The subscriptions in which it needs space at once: a delayed message needs none yet. */
    List<SubscriptionQueue<? super T>> needsSpaceIn() {
        return message.isDelayed() ? List.of() : wanting;
    }

    /** Publishes it, whatever the size of the queues that it goes to. */
    void publish() {
        exchange.publishTo(wanting, topic, message);
    }
}

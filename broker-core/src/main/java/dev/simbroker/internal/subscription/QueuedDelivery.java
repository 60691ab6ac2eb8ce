package dev.simbroker.internal.subscription;

import dev.simbroker.Settlement;
import dev.simbroker.internal.message.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * The one attempt, without a lease, at a message of the subscription's own queue. Its receipt settles the message.
 * Until the process that it is handed to goes on, it can be taken back, to its position in the order of delivery.
 */
final class QueuedDelivery<T> extends LocalDelivery<T> {

    private final LocalMember<T> member;
    private final long receivedAt;
    private final StoredMessage<T> message;
    /** The message's position in the order of delivery. */
    final long order;

    @Nullable Settlement ended;

    QueuedDelivery(StoredMessage<T> message, long order, LocalMember<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.message = message;
        this.order = order;
    }

    @Override
    public LocalMember<T> member() {
        return member;
    }

    @Override
    long receivedAt() {
        return receivedAt;
    }

    @Override
    StoredMessage<T> stored() {
        return message;
    }

    @Override
    public @Nullable Settlement ended() {
        return ended;
    }
}

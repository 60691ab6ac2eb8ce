package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.StoredMessage;

/**
 * An attempt that is handed to a process which waits, and under way until that process goes on. It is taken back if that process's subscriber
 * closes meanwhile.
 */
final class HandedDelivery<T> extends QueuedDelivery<T> {

    /** The message's place in the order of delivery, to which it may come back. */
    final long order;

    HandedDelivery(StoredMessage<T> posted, long order, LocalMember<T> member, long receivedAt) {
        super(posted, member, receivedAt);
        this.order = order;
    }
}

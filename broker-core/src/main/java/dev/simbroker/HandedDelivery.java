package dev.simbroker;

/**
 * An attempt that is handed to a process which waits, and under way until that process goes on. It is taken back if that process's subscriber
 * closes meanwhile.
 */
final class HandedDelivery<T> extends QueuedDelivery<T> {

    /** The message's place in the order of delivery, to which it may come back. */
    final long order;

    HandedDelivery(Posted<T> posted, long order, Member<T> member, long receivedAt) {
        super(posted, member, receivedAt);
        this.order = order;
    }
}

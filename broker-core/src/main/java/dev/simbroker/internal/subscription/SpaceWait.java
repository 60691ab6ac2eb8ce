package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;

/**
 * A publisher's wait for space in one subscription: it stands in the queue of those that wait since it was made inside
 * the guard, and waits outside.
 */
public final class SpaceWait<T> {

    private final SubscriptionQueue<T> queue;
    private final WaitNode<StoredMessage<T>> node;

    SpaceWait(SubscriptionQueue<T> queue, WaitNode<StoredMessage<T>> node) {
        this.queue = queue;
        this.node = node;
    }

    public SubscriptionQueue<T> queue() {
        return queue;
    }

    /** Waits until the subscription has space, at most until {@code deadline}; expelled if it is deleted meanwhile. */
    public WaitQueue.Outcome await(long deadline) throws InterruptedException {
        return queue.admission().await(node, deadline);
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.Scheduler;
import org.jspecify.annotations.Nullable;

/** A number of places in one subscription that a transaction has reserved, or stands in line for. */
final class Places<T> {

    private final SubscriptionQueue<T> queue;
    private final int count;
    private final WaitQueue<StoredMessage<T>> line;
    /** Where it stands in line; null if it had its places at once. */
    private @Nullable WaitNode<StoredMessage<T>> node;

    private boolean granted;

    Places(SubscriptionQueue<T> queue, int count, WaitQueue<StoredMessage<T>> line) {
        this.queue = queue;
        this.count = count;
        this.line = line;
    }

    SubscriptionQueue<T> queue() {
        return queue;
    }

    int count() {
        return count;
    }

    boolean isGranted() {
        return granted;
    }

    void grant() {
        granted = true;
    }

    void standInLine() {
        node = line.join(this, null);
    }

    void await() throws InterruptedException {
        WaitNode<StoredMessage<T>> mine = node;
        if (mine != null) {
            line.await(mine, Scheduler.FOREVER);
        }
    }

    void cancel() {
        line.expel(other -> other == node);
    }

    void release() {
        cancel();
        queue.admission().release(this);
        granted = false;
    }
}

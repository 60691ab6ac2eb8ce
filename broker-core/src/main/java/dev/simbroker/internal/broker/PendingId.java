package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.BrokerWait;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An explicit id whose first publication still waits for space. Who publishes the same id meanwhile stands in line
 * here: it gets the result of the first, or takes its place if that gives up. Guarded by the broker's guard.
 */
final class PendingId {

    private final WaitQueue<PublishResult> line;
    /** The publication whose turn it is. */
    private BlockedPublish<?> first;
    /** The subscription that it waits for. */
    private SubscriptionQueue<?> full;

    PendingId(BrokerContext broker, String id, BlockedPublish<?> first, SubscriptionQueue<?> full) {
        this.line = new WaitQueue<>(
                broker.spi(), broker.guard(), new BrokerWait(() -> "the first publication of the id '" + id + "'"));
        this.first = first;
        this.full = full;
    }

    boolean isFirst(@Nullable BlockedPublish<?> publication) {
        return first == publication;
    }

    /** The subscription that the first publication waits for. */
    SubscriptionQueue<?> full() {
        return full;
    }

    /** Notes what the first publication waits for now. */
    void waitsFor(SubscriptionQueue<?> queue) {
        full = queue;
    }

    /**
     * Lets a publication stand in line; one that is part of a transaction, which is null here, is told when there is
     * another first one, but never is that itself.
     */
    WaitNode<PublishResult> join(@Nullable BlockedPublish<?> publication) {
        return line.join(publication, null);
    }

    /**
     * Waits in line, outside the guard. A node that is served without a result says that its publication is the first
     * now.
     */
    WaitQueue.Outcome await(WaitNode<PublishResult> node, long deadline) throws InterruptedException {
        return line.await(node, deadline);
    }

    /** Sends those in line away that meet {@code condition}. */
    void expel(Predicate<WaitNode<PublishResult>> condition) {
        line.expel(condition);
    }

    /** Tells everybody in line how the first publication has ended, which is in. */
    void decided(PublishResult result) {
        for (var node = line.poll(); node != null; node = line.poll()) {
            node.serve(result);
        }
    }

    /** Makes the next in line the first, since that has given up; returns whether there is one. */
    boolean passOn() {
        for (var node = line.poll(); node != null; node = line.poll()) {
            node.serve();
            if (node.owner() instanceof BlockedPublish<?> next) {
                first = next;
                return true;
            }
        }
        return false;
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.SpaceWait;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication that may have to wait for full subscriptions. The {@link Exchange} lets it stand in their queues of
 * publishers inside the broker's guard; the publisher then waits outside.
 */
final class BlockedPublish<T> {

    private final BrokerContext broker;
    private final Exchange exchange;
    private final LocalTopic<T> topic;
    private final StoredMessage<T> message;
    private final List<SpaceWait<?>> waits = new ArrayList<>();
    /** How many subscriptions have taken the message. */
    private int accepted;

    BlockedPublish(BrokerContext broker, Exchange exchange, LocalTopic<T> topic, StoredMessage<T> message) {
        this.broker = broker;
        this.exchange = exchange;
        this.topic = topic;
        this.message = message;
    }

    /** The waits for the subscriptions that are full. */
    List<SpaceWait<?>> waits() {
        return waits;
    }

    /** Notes how many subscriptions have taken the message at once. */
    void accepted(int count) {
        accepted = count;
    }

    /** Waits until every full subscription has taken the message, or the deadline. */
    PublishResult await(long deadline) throws InterruptedException {
        SubscriptionQueue<?> refusing = null;
        InterruptedException interrupt = null;
        for (SpaceWait<?> each : waits) {
            try {
                // after an interrupt, only what was taken by now counts
                switch (each.await(interrupt == null ? deadline : broker.now())) {
                    case SERVED -> accepted++;
                    case TIMED_OUT -> refusing = refusing == null ? each.queue() : refusing;
                    case EXPELLED -> {
                        // its subscription was deleted, and wants it no more
                    }
                }
            } catch (InterruptedException e) {
                interrupt = e;
            } catch (RuntimeException | Error e) { // it cannot wait, or has to end
                broker.guarded(this::giveUp);
                throw e;
            }
        }
        if (interrupt != null) {
            broker.guarded(this::giveUp);
            throw interrupt;
        }
        SubscriptionQueue<?> first = refusing;
        return broker.guarded(() -> result(first));
    }

    private PublishResult result(@Nullable SubscriptionQueue<?> refusing) {
        if (refusing == null) {
            return exchange.accepted(topic, message, accepted);
        }
        topic.forget(message);
        return exchange.refused(topic, message, refusing, accepted);
    }

    private void giveUp() {
        topic.forget(message);
        if (accepted > 0) {
            topic.accepted.up();
        }
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.Topic;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.FanOut;
import dev.simbroker.internal.subscription.Listeners;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.util.PaddedCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is published, gives it its id and brings it to the subscriptions that want it, as the exchange of AMQP
 * does. Guarded by the broker's guard, which {@link #publish} enters itself.
 *
 * <p>A publication that only goes into the log of its topic is no object at all, and any other is nothing but its
 * {@link StoredMessage}, as most have nothing to wait for; a {@link BlockedPublish} is made for those that may have.
 */
final class Exchange {

    /** How a publication meets a full subscription that would have it wait. */
    enum Mode {
        /** It waits. */
        WAIT,
        /** It is refused as a mistake, since inside the guard nobody could make space meanwhile. */
        MUST_NOT_WAIT,
        /** It is rejected. */
        TRY,
        /** It goes in nevertheless. */
        FORCE
    }

    private final BrokerContext broker;
    private final Listeners listeners;
    private final Topology topology;
    /** The ids of messages. */
    private final PaddedCounter ids = new PaddedCounter();

    Exchange(BrokerContext broker, Topology topology) {
        this.broker = broker;
        this.listeners = broker.listeners();
        this.topology = topology;
    }

    // ---- publishing ----

    /** Publishes a message, and waits for full subscriptions until {@code deadline}. */
    <T> PublishResult publish(Topic<T> topic, T payload, Attributes attributes, long deadline)
            throws InterruptedException {
        Interrupts.check();
        Mode mode = broker.guard().isHeldByCaller() ? Mode.MUST_NOT_WAIT : Mode.WAIT;
        BlockedPublish<T> blocked;
        broker.guard().enter();
        try {
            broker.checkOpen();
            LocalTopic<T> known = topology.topic(topic);
            PublishResult result = append(known, payload, attributes);
            if (result != null) {
                return result;
            }
            if (mode == Mode.MUST_NOT_WAIT || !known.mayBlock()) {
                return publishNow(known, payload, attributes, mode);
            }
            blocked = new BlockedPublish<>(broker, this, known, payload, attributes);
            result = blocked.begin();
            if (result != null) {
                return result;
            }
        } catch (VirtualMachineError e) {
            broker.failed(e);
            throw e;
        } finally {
            broker.guard().exit();
        }
        return blocked.await(deadline);
    }

    /** Publishes a message without ever waiting. */
    <T> PublishResult publishNow(Topic<T> topic, T payload, Attributes attributes, Mode mode) {
        return publishNow(topology.topic(topic), payload, attributes, mode);
    }

    private <T> PublishResult publishNow(LocalTopic<T> topic, T payload, Attributes attributes, Mode mode) {
        return Objects.requireNonNull(post(topic, next(topic, payload, attributes), mode, null));
    }

    /** Publishes a message to the subscriptions that are known to want it, whatever the size of their queues. */
    <T> void publishTo(List<SubscriptionQueue<? super T>> wanting, LocalTopic<T> topic, StoredMessage<T> message) {
        Long original = topic.ids().originalOf(message);
        if (original != null) {
            duplicate(topic, message, new PublishResult.Duplicate(original));
        } else {
            give(topic, message, wanting, null);
        }
    }

    /** The topic as this broker knows it. */
    <T> LocalTopic<T> topic(Topic<T> topic) {
        return topology.topic(topic);
    }

    /** The next message. Its id is provisional until it is accepted. */
    <T> StoredMessage<T> next(LocalTopic<T> topic, T payload, Attributes attributes) {
        return StoredMessage.now(topic.origin(), payload, attributes, ids.get() + 1);
    }

    // ---- the two ways of a publication ----

    /**
     * Publishes a message that nobody looks at yet, as all subscriptions on its topic read the log: it is no object,
     * but a few fields there.
     *
     * @return null if there is more to it, and nothing has happened
     */
    private <T> @Nullable PublishResult append(LocalTopic<T> topic, T payload, Attributes attributes) {
        FanOut<T> subscriptions = topic.subscriptions();
        if (!subscriptions.isReadByAll()
                || topic.retains()
                || !attributes.isPlain()
                || attributes.deduplicationId().isPresent()) {
            return null;
        }
        long id = ids.up();
        subscriptions.append(payload, attributes, id, broker.now());
        topic.accepted.up();
        return new PublishResult.Accepted(id, subscriptions.size());
    }

    /**
     * Gives a message to every subscription that has space, and stands in the queue of those that do not.
     *
     * @param blocked what waits there; null if nothing will, because of the mode or because there is nothing to wait
     *     for
     * @return the result; null if there is something to wait for
     */
    <T> @Nullable PublishResult post(
            LocalTopic<T> topic, StoredMessage<T> message, Mode mode, @Nullable BlockedPublish<T> blocked) {
        Long original = topic.ids().originalOf(message);
        if (original != null) {
            return duplicate(topic, message, new PublishResult.Duplicate(original));
        }
        PendingId pending = topic.ids().pendingBefore(message, blocked);
        if (pending != null) {
            return behind(topic, message, pending, mode, blocked);
        }
        FanOut<T> subscriptions = topic.subscriptions();
        var wanting = subscriptions.isFiltered() ? wanting(subscriptions, message, mode) : subscriptions.queues();
        SubscriptionQueue<?> refusing =
                mode == Mode.FORCE || !subscriptions.isLimited() ? null : firstRefusing(message, wanting, mode);
        if (refusing != null) {
            return refused(topic, message, refusing, 0);
        }
        return give(topic, message, wanting, blocked);
    }

    /** Gives a message that nothing stands in the way of to the subscriptions that want it. */
    private <T> @Nullable PublishResult give(
            LocalTopic<T> topic,
            StoredMessage<T> message,
            List<SubscriptionQueue<? super T>> wanting,
            @Nullable BlockedPublish<T> blocked) {
        message.assignId(ids.up());
        if (listeners.isHeard(Event.PUBLISHED)) {
            listeners.tell(listener -> listener.published(message));
        }
        if (topic.subscriptions().isFiltered()) {
            countFiltered(topic.subscriptions().queues(), wanting);
        }
        int given = topic.subscriptions().give(message, wanting, blocked == null ? null : blocked.waits());
        if (blocked != null && !blocked.waits().isEmpty()) {
            blocked.waitForSpace(given);
            return null;
        }
        return accepted(topic, message, given);
    }

    private <T> List<SubscriptionQueue<? super T>> wanting(
            FanOut<T> subscriptions, StoredMessage<T> message, Mode mode) {
        var wanting = new ArrayList<SubscriptionQueue<? super T>>(subscriptions.size());
        for (SubscriptionQueue<? super T> queue : subscriptions.queues()) {
            if (isWanted(message, queue, mode)) {
                wanting.add(queue);
            }
        }
        return wanting;
    }

    /** Counts the message at those that do not want it. */
    @SuppressWarnings("ReferenceEquality") // both lists have the same queues, in the same order
    private static void countFiltered(
            List<? extends SubscriptionQueue<?>> all, List<? extends SubscriptionQueue<?>> wanting) {
        int next = 0;
        for (SubscriptionQueue<?> queue : all) {
            if (next < wanting.size() && queue == wanting.get(next)) {
                next++;
            } else {
                queue.filteredOut();
            }
        }
    }

    /**
     * A filter that fails stops a publisher; a dead letter, which has no publisher that could try again, is delivered
     * nevertheless.
     */
    private boolean isWanted(StoredMessage<?> message, SubscriptionQueue<?> queue, Mode mode) {
        try {
            return queue.wants(message);
        } catch (Throwable e) {
            if (mode != Mode.FORCE) {
                throw e;
            }
            broker.log(log -> log.error(
                    "the filter of {} failed at message {} on {}, which is delivered nevertheless",
                    queue.description(),
                    message.id(),
                    message.topic(),
                    e));
            return true;
        }
    }

    private <T> @Nullable SubscriptionQueue<?> firstRefusing(
            StoredMessage<T> message, List<SubscriptionQueue<? super T>> wanting, Mode mode) {
        for (SubscriptionQueue<?> queue : wanting) {
            switch (queue.admission().verdict(message)) {
                case ADMITTED -> {}
                case REFUSED -> {
                    return queue;
                }
                case MUST_WAIT -> {
                    if (mode == Mode.TRY) {
                        return queue;
                    }
                    checkMayWait(queue, mode);
                    broker.spi().currentWaiter();
                }
            }
        }
        return null;
    }

    /** Refuses callers that cannot wait. */
    private void checkMayWait(SubscriptionQueue<?> queue, Mode mode) {
        if (mode == Mode.MUST_NOT_WAIT) {
            throw new IllegalStateException("cannot wait for space in " + queue.description()
                    + " in a listener, where nobody could make any: use tryPublish");
        }
    }

    /** What becomes of a publication while another one of the same id waits. */
    private <T> @Nullable PublishResult behind(
            LocalTopic<T> topic,
            StoredMessage<T> message,
            PendingId pending,
            Mode mode,
            @Nullable BlockedPublish<T> blocked) {
        if (blocked != null) {
            blocked.waitBehind(pending);
            return null;
        }
        checkMayWait(pending.full(), mode);
        return refused(topic, message, pending.full(), 0);
    }

    // ---- results ----

    /** The result for a message that adds nothing, as another one of the same explicit id is in. */
    PublishResult duplicate(LocalTopic<?> topic, StoredMessage<?> message, PublishResult result) {
        topic.duplicates.up();
        listeners.tell(listener -> listener.duplicate(message.publication()));
        return result;
    }

    /** The result for a message that {@code count} subscriptions have, which are all that want it. */
    <T> PublishResult accepted(LocalTopic<T> topic, StoredMessage<T> message, int count) {
        PublishResult result =
                count > 0 ? new PublishResult.Accepted(message.id(), count) : new PublishResult.Unrouted(message.id());
        topic.accepted(message, result);
        if (count > 0) {
            topic.accepted.up();
            return result;
        }
        topic.unrouted.up();
        listeners.tell(listener -> listener.unrouted(message));
        return result;
    }

    /** The result for a message for which a subscription has no space, and which {@code accepted} others have. */
    PublishResult refused(LocalTopic<?> topic, StoredMessage<?> message, SubscriptionQueue<?> by, int accepted) {
        topic.rejected.up();
        listeners.tell(listener -> listener.refused(message.publication(), by.statistics()));
        return new PublishResult.Rejected(by.subscription(), accepted);
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.Publication;
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
            StoredMessage<T> message = next(known, payload, attributes);
            blocked = mode == Mode.WAIT && known.subscriptions().isLimited()
                    ? new BlockedPublish<>(broker, this, known, message)
                    : null;
            result = post(known, message, mode, blocked);
            if (result != null) {
                return result;
            }
        } catch (VirtualMachineError e) {
            broker.failed(e);
            throw e;
        } finally {
            broker.guard().exit();
        }
        return Objects.requireNonNull(blocked).await(deadline);
    }

    /** Publishes a message without ever waiting. */
    <T> PublishResult publishNow(Publication<T> publication, Mode mode) {
        return publishNow(publication.topic(), publication.payload(), Attributes.of(publication), mode);
    }

    <T> PublishResult publishNow(Topic<T> topic, T payload, Attributes attributes, Mode mode) {
        LocalTopic<T> known = topology.topic(topic);
        return Objects.requireNonNull(post(known, next(known, payload, attributes), mode, null));
    }

    /** The subscriptions that a publication would go to now. */
    <T> List<SubscriptionQueue<? super T>> destinationsOf(Publication<T> publication) {
        LocalTopic<T> topic = topology.topic(publication.topic());
        if (!publication.delay().isZero()
                || publication.deduplicationId().map(topic::isKnown).orElse(false)) {
            return List.of();
        }
        if (!topic.subscriptions().isFiltered()) {
            return topic.subscriptions().queues();
        }
        StoredMessage<T> message = next(topic, publication.payload(), Attributes.of(publication));
        return topic.subscriptions().queues().stream()
                .filter(queue -> queue.wants(message))
                .toList();
    }

    /** The next message. Its id is provisional until it is accepted. */
    private <T> StoredMessage<T> next(LocalTopic<T> topic, T payload, Attributes attributes) {
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
     * @param blocked what waits there; null if nothing will, because of the mode or because no subscription has a
     *     capacity
     * @return the result; null if there is something to wait for
     */
    private <T> @Nullable PublishResult post(
            LocalTopic<T> topic, StoredMessage<T> message, Mode mode, @Nullable BlockedPublish<T> blocked) {
        Long original = topic.originalOf(message);
        if (original != null) {
            return duplicate(topic, message, original);
        }
        FanOut<T> subscriptions = topic.subscriptions();
        var wanting = subscriptions.isFiltered() ? wanting(subscriptions, message, mode) : subscriptions.queues();
        SubscriptionQueue<?> refusing =
                mode == Mode.FORCE || !subscriptions.isLimited() ? null : firstRefusing(message, wanting, mode);
        if (refusing != null) {
            return refused(topic, message, refusing, 0);
        }
        accept(topic, message);
        if (subscriptions.isFiltered()) {
            countFiltered(subscriptions.queues(), wanting);
        }
        int given = subscriptions.give(message, wanting, blocked == null ? null : blocked.waits());
        if (blocked != null && !blocked.waits().isEmpty()) {
            blocked.accepted(given);
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
        broker.spi().currentWaiter();
    }

    private <T> void accept(LocalTopic<T> topic, StoredMessage<T> message) {
        message.assignId(ids.up());
        topic.remember(message);
        if (topic.retains()) {
            topic.keep(message);
        }
        if (listeners.isHeard(Event.PUBLISHED)) {
            listeners.tell(listener -> listener.published(message));
        }
    }

    // ---- results ----

    private PublishResult duplicate(LocalTopic<?> topic, StoredMessage<?> message, long original) {
        topic.duplicates.up();
        listeners.tell(listener -> listener.duplicate(message.publication()));
        return new PublishResult.Duplicate(original);
    }

    /** The result for a message that {@code count} subscriptions have, which are all that want it. */
    PublishResult accepted(LocalTopic<?> topic, StoredMessage<?> message, int count) {
        if (count > 0) {
            topic.accepted.up();
            return new PublishResult.Accepted(message.id(), count);
        }
        topic.unrouted.up();
        listeners.tell(listener -> listener.unrouted(message));
        return new PublishResult.Unrouted(message.id());
    }

    /** The result for a message for which a subscription has no space, and which {@code accepted} others have. */
    PublishResult refused(LocalTopic<?> topic, StoredMessage<?> message, SubscriptionQueue<?> by, int accepted) {
        topic.rejected.up();
        listeners.tell(listener -> listener.refused(message.publication(), by.statistics()));
        return new PublishResult.Rejected(by.subscription(), accepted);
    }
}

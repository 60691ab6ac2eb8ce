package dev.simbroker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An observer of a {@link Broker}, from which counters, logs and traces are made.
 *
 * <p>Events stand in one queue per broker, in the order of its changes, and are told when the change that they belong
 * to is complete: one at a time, each once, by the thread that made the change or, where threads run in parallel, by
 * one that is telling already, and then possibly after the other has gone on. So a listener sees every event in order,
 * while statistics show what is now, which may be later than the event.
 *
 * <p>A listener may do with the broker whatever does not wait. A publication of its own changes the broker at once; its
 * events are told after those of the change that the listener is being told of. It must not wait: a receipt, a
 * publication to a full subscription, or in a simulation any wait, is refused with an {@link IllegalStateException}.
 * It should be quick, for all other listeners wait for it. What it throws, whatever that is, is logged, and changes
 * nothing for the broker or other listeners.
 *
 * <p>Events that a listener does not override cost nothing: which ones it overrides is looked up when it is added.
 */
public interface BrokerListener {

    // ---- publishing ----

    /** A topic was used for the first time. */
    default void topicCreated(TopicStatistics topic) {}

    /** A topic was forgotten, since nobody subscribes to it and nothing is left to know; see {@link Broker#topics}. */
    default void topicForgotten(TopicStatistics topic) {}

    /** A message was published; what becomes of it follows. */
    default void published(Message<?> message) {}

    /** A message that was just published found no subscription that wants it. */
    default void unrouted(Message<?> message) {}

    /** A publication was not accepted because one with the same explicit id was accepted before. */
    default void duplicate(Publication<?> publication) {}

    /** A publication was refused by a full subscription. */
    default void refused(Publication<?> publication, SubscriptionStatistics by) {}

    // ---- a message's way through a subscription ----

    /** A message was put into the queue of a subscription. */
    default void delivered(Message<?> message, SubscriptionStatistics subscription) {}

    /** A message was received by a subscriber. */
    default void received(Delivery<?> delivery) {}

    /** A message was acknowledged. */
    default void acked(Delivery<?> delivery) {}

    /** A message came back and will be delivered again, after {@code delay}. */
    default void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {}

    /** A message went to the dead-letter topic. */
    default void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {}

    /** A message was dropped. */
    default void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {}

    /**
     * A handler has dealt with a delivery, or failed to.
     *
     * @param failure what it threw; null if it succeeded
     */
    default void handled(Delivery<?> delivery, Duration time, @Nullable HandlerFailure failure) {}

    // ---- subscriptions and subscribers ----

    /** A subscription was made; it collects messages from now on. */
    default void subscriptionCreated(SubscriptionStatistics subscription) {}

    /** A subscription was deleted. */
    default void subscriptionDeleted(SubscriptionStatistics subscription) {}

    /** A subscriber was made. */
    default void subscribed(Subscriber<?> subscriber) {}

    /** A subscriber was closed, or crashed. */
    default void unsubscribed(Subscriber<?> subscriber) {}
}

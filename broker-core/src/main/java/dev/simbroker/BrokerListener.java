package dev.simbroker;

import java.time.Duration;

/**
 * An observer of a {@link Broker}, from which counters, logs and traces are made.
 *
 * <p>Events come one at a time, in the order in which they happen, on the process that caused them and inside the
 * broker's {@linkplain dev.simbroker.time.spi.Guard guard}. A listener may call the broker, but must be quick and must
 * not wait: where threads run in parallel, all others would wait with it. What it throws is logged and changes nothing
 * for the broker or other listeners.
 *
 * <p>Events that a listener does not override cost nothing: which ones it overrides is looked up when it is added.
 */
public interface BrokerListener {

    // ---- publishing ----

    /** A topic was used for the first time. */
    default void topicCreated(TopicStatistics topic) {}

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

    /** A handler has dealt with a delivery, or failed to. */
    default void handled(Delivery<?> delivery, Duration time, boolean succeeded) {}

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

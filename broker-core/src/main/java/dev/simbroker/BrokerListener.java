package dev.simbroker;

/**
 * Sees what happens in a {@link Broker}: what counters, logs and traces are made of.
 *
 * <p>Events come in the order in which they happen, on the process that caused them. A listener must be quick and must not
 * wait. What it throws is logged and changes nothing for the broker or other listeners.
 */
public interface BrokerListener {

    /** A topic was used for the first time. */
    default void topicCreated(TopicStatistics topic) {}

    /** A message was published; its deliveries, or {@link #unrouted}, follow. */
    default void published(Message<?> message) {}

    /** A message that was just published found no subscription. */
    default void unrouted(Message<?> message) {}

    /** A message was put into the queue of a subscription. */
    default void delivered(Delivery<?> delivery) {}

    /** A message was received by a subscriber. */
    default void received(Delivery<?> delivery) {}

    /** A subscriber was made. */
    default void subscribed(Subscriber<?> subscriber) {}

    /** A subscriber was closed. */
    default void unsubscribed(Subscriber<?> subscriber) {}
}

package dev.simbroker;

/**
 * How messages are to be delivered: an immutable description, with which {@link Broker#subscribe} makes a {@link Subscriber}.
 *
 * <p>Every subscription on a topic gets every message of it. Delivery is at most once: a message is settled when it is
 * received, and its queue has no limit.
 *
 * @param name its name, unique among the subscriptions on a topic
 */
public record Subscription(String name) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Subscription {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a subscription's name must not be blank: '" + name + "'");
        }
    }

    /** A subscription of that name. */
    public static Subscription named(String name) {
        return new Subscription(name);
    }
}

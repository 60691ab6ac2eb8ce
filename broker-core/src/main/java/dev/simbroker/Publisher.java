package dev.simbroker;

/**
 * A named sender to one topic. Its name travels with each message, as the header {@link Message#PUBLISHER}.
 *
 * @param <T> what its messages carry
 */
public interface Publisher<T> {

    /** Its name. */
    String name();

    /** Where it publishes to. */
    Topic<T> topic();

    /** Publishes {@code payload}; see {@link Broker#publish(Publication)}. */
    PublishResult publish(T payload) throws InterruptedException;
}

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

    /**
     * Publishes {@code payload} under a number of its own: if a publisher of this name publishes the same number again within the
     * deduplication window, because it crashed and does not know how far it had come, that is a duplicate.
     */
    PublishResult publish(long sequence, T payload) throws InterruptedException;

    /**
     * Publishes a message; see {@link Broker#publish(Publication)}.
     *
     * @throws IllegalArgumentException if it is for another topic
     */
    PublishResult publish(Publication<T> publication) throws InterruptedException;
}

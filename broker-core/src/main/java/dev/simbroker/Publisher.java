package dev.simbroker;

import java.time.Duration;

/**
 * A named sender to one topic. Its name travels with each message, as the header {@link Message#PUBLISHER}. May be used
 * by any number of processes.
 *
 * @param <T> the type of the payloads
 */
public interface Publisher<T> {

    /** Its name. */
    String name();

    /** The topic that it publishes to. */
    Topic<T> topic();

    /** Publishes {@code payload}; see {@link Broker#publish(Publication)}. */
    PublishResult publish(T payload) throws InterruptedException;

    /**
     * Publishes {@code payload} under a number of its own: if a publisher of this name publishes the same number again
     * within the deduplication window, because it crashed and does not know how far it had come, that is a duplicate.
     */
    PublishResult publish(long sequence, T payload) throws InterruptedException;

    /**
     * Publishes a message; see {@link Broker#publish(Publication)}.
     *
     * @throws IllegalArgumentException if it is for another topic
     */
    PublishResult publish(Publication<T> publication) throws InterruptedException;

    /**
     * Publishes a message, waiting for full subscriptions for at most {@code timeout}; see
     * {@link Broker#publish(Publication, Duration)}.
     *
     * @throws IllegalArgumentException if it is for another topic, or {@code timeout} is negative
     */
    PublishResult publish(Publication<T> publication, Duration timeout) throws InterruptedException;

    /** Publishes {@code payload} without ever waiting; see {@link Broker#tryPublish(Publication)}. */
    PublishResult tryPublish(T payload);

    /**
     * Publishes a message without ever waiting; see {@link Broker#tryPublish(Publication)}.
     *
     * @throws IllegalArgumentException if it is for another topic
     */
    PublishResult tryPublish(Publication<T> publication);
}

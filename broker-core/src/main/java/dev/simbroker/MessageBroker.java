package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;

/**
 * The part of a {@link Broker} that an engine on other machines can keep too: publish, subscribe, consume, settle,
 * close. Code that is written against it runs in simulated time and on such an engine alike.
 *
 * <p>Every subscription on a topic gets every message that is published to it from then on; messages with the same key
 * in order of publication. A slow subscriber delays nobody. All methods may be called by every process of the
 * {@link #scheduler}.
 */
public interface MessageBroker extends AutoCloseable {

    /** Its name, by which its counters are told from those of other brokers. */
    String name();

    /** The clock that it lives by, which its time-outs, leases and delays are measured on. */
    Scheduler scheduler();

    // ---- publishing ----

    /**
     * Publishes a message to every subscription that wants it, waiting as long as one is full and lets its publishers
     * wait ({@link Overflow#BLOCK}).
     *
     * @throws InterruptedException if the caller is interrupted before anything has happened, or while it waits
     * @throws IllegalArgumentException if the topic is known with another type
     * @throws IllegalStateException if this broker is closed, or the caller would have to wait and cannot
     */
    <T> PublishResult publish(Publication<T> publication) throws InterruptedException;

    /** Publishes {@code payload} and nothing else; see {@link #publish(Publication)}. */
    default <T> PublishResult publish(Topic<T> topic, T payload) throws InterruptedException {
        return publish(Publication.of(topic, payload));
    }

    /**
     * Publishes a message, waiting for at most {@code timeout}; see {@link #publish(Publication)}. If that is not
     * enough, the result is {@link PublishResult.Rejected}.
     *
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    <T> PublishResult publish(Publication<T> publication, Duration timeout) throws InterruptedException;

    // ---- subscribing ----

    /**
     * Subscribes to a topic or pattern: makes the subscription, or joins it as a further member if it exists. Messages
     * wait for the members of a subscription also while it has none.
     *
     * @throws IllegalArgumentException if the topic is known with another type, or the subscription with other settings
     * @throws IllegalStateException if this broker is closed
     */
    default <T> Subscriber<T> subscribe(Destination<T> destination, Subscription subscription) {
        return subscribe(List.of(destination), subscription, Member.unnamed());
    }

    /** Subscribes to a topic or pattern as a given member; see {@link #subscribe(List, Subscription, Member)}. */
    default <T> Subscriber<T> subscribe(Destination<T> destination, Subscription subscription, Member member) {
        return subscribe(List.of(destination), subscription, member);
    }

    /** Subscribes to several topics or patterns at once; see {@link #subscribe(List, Subscription, Member)}. */
    default <T> Subscriber<T> subscribe(
            List<? extends Destination<? extends T>> destinations, Subscription subscription) {
        return subscribe(destinations, subscription, Member.unnamed());
    }

    /**
     * Subscribes to several topics or patterns at once, as a given member. The subscriber takes from the first, in the
     * given order, that holds a message.
     *
     * @throws IllegalArgumentException if there is no destination, one appears twice, a topic is known with another
     *     type, the subscription with other settings, or a member has that name
     * @throws IllegalStateException if this broker is closed
     */
    <T> Subscriber<T> subscribe(
            List<? extends Destination<? extends T>> destinations, Subscription subscription, Member member);

    // ---- consuming ----

    /** How many handlers a consumer may have. */
    int MOST_HANDLERS = 10_000;

    /**
     * Subscribes, and runs {@code handler} for each message, one at a time; see
     * {@link #consume(List, Subscription, Member, int, MessageHandler)}.
     */
    default <T> MessageConsumer<T> consume(
            Destination<T> destination, Subscription subscription, MessageHandler<T> handler) {
        return consume(List.of(destination), subscription, Member.unnamed(), 1, handler);
    }

    /**
     * Subscribes, and runs {@code handler} in several processes; see
     * {@link #consume(List, Subscription, Member, int, MessageHandler)}.
     */
    default <T> MessageConsumer<T> consume(
            Destination<T> destination, Subscription subscription, int concurrency, MessageHandler<T> handler) {
        return consume(List.of(destination), subscription, Member.unnamed(), concurrency, handler);
    }

    /**
     * Subscribes as {@link #subscribe(List, Subscription, Member)} does, and runs {@code handler} for each message in
     * {@code concurrency} processes. A message is acknowledged when the handler returns, and delivered again when it
     * throws; {@link MessageHandler} has the details.
     *
     * <p>Handlers consume at least once: if the subscription says nothing of its guarantee, this implies it, where
     * {@link #subscribe(List, Subscription, Member)} would imply at most once. With {@link Subscription#atMostOnce},
     * what a handler fails at is lost.
     *
     * @param concurrency how many messages are handled at once, up to {@value #MOST_HANDLERS}
     * @throws IllegalArgumentException as {@link #subscribe(List, Subscription, Member)}, or if {@code concurrency} is
     *     less than 1 or greater than {@value #MOST_HANDLERS}
     * @throws IllegalStateException if this broker is closed
     */
    <T> MessageConsumer<T> consume(
            List<? extends Destination<? extends T>> destinations,
            Subscription subscription,
            Member member,
            int concurrency,
            MessageHandler<T> handler);

    /** Closes every subscriber and consumer. Nothing can be published afterwards. Closing it again does nothing. */
    @Override
    void close();
}

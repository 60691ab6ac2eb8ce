package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A publish-subscribe message broker.
 *
 * <p>Every subscription on a topic gets every message that is published to it from then on, in order of publication. A slow
 * subscriber delays nobody: each subscription has its own queue. Publishing where nobody subscribes is no error; it is
 * counted and reported to the {@linkplain BrokerListener listeners}.
 *
 * <pre>{@code
 * var broker = Broker.create(simulation);
 * var orders = Topic.of("orders", String.class);
 * var inventory = broker.subscribe(orders);
 * broker.publish(orders, "order 1");
 * inventory.receive().payload(); // "order 1"
 * }</pre>
 */
public interface Broker extends AutoCloseable {

    /** A broker named {@code broker}, in the time of {@code scheduler}. */
    static Broker create(Scheduler scheduler) {
        return builder(scheduler).build();
    }

    /** A builder of a broker in the time of {@code scheduler}. */
    static Builder builder(Scheduler scheduler) {
        return new Builder(scheduler);
    }

    /** Its name, by which its counters are told from those of other brokers. */
    String name();

    /** What it takes its time from. */
    Scheduler scheduler();

    /**
     * Publishes a message: puts it into the queue of every subscription on its topic.
     *
     * @throws InterruptedException if the caller is interrupted; nothing is published then
     * @throws IllegalArgumentException if the topic is known with another type
     * @throws IllegalStateException if this broker is closed
     */
    <T> PublishResult publish(Publication<T> publication) throws InterruptedException;

    /** Publishes {@code payload} without key and headers; see {@link #publish(Publication)}. */
    default <T> PublishResult publish(Topic<T> topic, T payload) throws InterruptedException {
        return publish(Publication.of(topic, payload));
    }

    /**
     * Publishes a message without ever waiting, so it is the one to use where waiting is impossible: on the thread that drives a
     * simulation, in a timer's task. Otherwise like {@link #publish(Publication)}.
     */
    <T> PublishResult tryPublish(Publication<T> publication);

    /** Publishes {@code payload} without ever waiting; see {@link #tryPublish(Publication)}. */
    default <T> PublishResult tryPublish(Topic<T> topic, T payload) {
        return tryPublish(Publication.of(topic, payload));
    }

    /** A publisher of that name to one topic. */
    <T> Publisher<T> publisher(String name, Topic<T> topic);

    /** Subscribes to a topic under a name of the broker's making. */
    <T> Subscriber<T> subscribe(Topic<T> topic);

    /** Subscribes to a topic. */
    default <T> Subscriber<T> subscribe(Topic<T> topic, Subscription subscription) {
        return subscribe(List.of(topic), subscription);
    }

    /**
     * Subscribes to several topics at once. The subscriber has a queue for each and takes from the first, in the given order, that
     * holds a message.
     *
     * @throws IllegalArgumentException if there is no topic, a topic appears twice or is known with another type, or the
     *     subscription's name is taken on one of them
     * @throws IllegalStateException if this broker is closed
     */
    <T> Subscriber<T> subscribe(List<? extends Topic<? extends T>> topics, Subscription subscription);

    /** The figures of every topic, in the order in which they were first used. */
    List<TopicStatistics> topics();

    /** The subscribers that are open, in the order in which they were made. */
    List<Subscriber<?>> subscribers();

    /** Adds a listener, which sees what happens from now on. */
    void addListener(BrokerListener listener);

    /** Removes a listener; does nothing if it is not there. */
    void removeListener(BrokerListener listener);

    /** Closes every subscriber. Nothing can be published afterwards. Closing it again does nothing. */
    @Override
    void close();

    /** Collects what makes one broker different from another. Not thread-safe. */
    final class Builder {

        private final Scheduler scheduler;
        private final List<BrokerListener> listeners = new ArrayList<>();
        private String name = "broker";

        private Builder(Scheduler scheduler) {
            this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        }

        /** The broker's name. */
        public Builder name(String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("a broker's name must not be blank: '" + value + "'");
            }
            this.name = value;
            return this;
        }

        /** Adds a listener, which sees everything from the start. */
        public Builder listener(BrokerListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** A new broker. */
        public Broker build() {
            return new LocalBroker(scheduler, name, listeners);
        }
    }
}

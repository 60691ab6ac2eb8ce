package dev.simbroker;

import dev.simbroker.internal.broker.BrokerSettings;
import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A publish-subscribe message broker.
 *
 * <p>Every subscription on a topic gets every message that is published to it from then on, in order of publication. A
 * slow subscriber delays nobody: each subscription has its own queue. Publishing where nobody subscribes is no error;
 * it is counted and reported to the {@linkplain BrokerListener listeners}.
 *
 * <pre>{@code
 * var broker = Broker.create(simulation);
 * var orders = Topic.of("orders", String.class);
 * var inventory = broker.subscribe(orders);
 * broker.publish(orders, "order 1");
 * inventory.receive().payload(); // "order 1"
 * }</pre>
 */
public interface Broker extends MessageBroker {

    /** A broker named {@code broker}, in the time of {@code scheduler}. */
    static Broker create(Scheduler scheduler) {
        return builder(scheduler).build();
    }

    /** A builder of a broker in the time of {@code scheduler}. */
    static Builder builder(Scheduler scheduler) {
        return new Builder(scheduler);
    }

    // ---- publishing ----

    /**
     * Publishes a message: puts it into the queue of every subscription that wants it, then waits for those that are
     * full and let their publishers wait ({@link Overflow#BLOCK}).
     *
     * @throws InterruptedException if the caller is interrupted: before anything has happened, or while it waits, in
     *     which case the subscriptions that were not full have the message and the others do not
     */
    @Override
    <T> PublishResult publish(Publication<T> publication) throws InterruptedException;

    /**
     * Publishes a message without ever waiting, so it is the one to use where waiting is impossible: on the thread that
     * drives a simulation, in a timer's task. Where it would have to wait, the message is rejected, and no subscription
     * gets it. Otherwise like {@link #publish(Publication)}.
     */
    <T> PublishResult tryPublish(Publication<T> publication);

    /** Publishes {@code payload} without ever waiting; see {@link #tryPublish(Publication)}. */
    default <T> PublishResult tryPublish(Topic<T> topic, T payload) {
        return tryPublish(Publication.of(topic, payload));
    }

    /** A publisher of that name to one topic. */
    <T> Publisher<T> publisher(String name, Topic<T> topic);

    /**
     * Publishes messages and acknowledges deliveries as one: when {@code body} has said what is to happen, either all
     * of it happens or nothing. If the body throws or the caller is interrupted, nothing does, and the deliveries stay
     * in flight.
     *
     * @throws TransactionAbortedException if a delivery has ended meanwhile, because its lease ran out for example, or
     *     a subscription that rejects is full
     * @throws InterruptedException if the caller is interrupted; nothing has happened then
     * @throws X what the body throws
     */
    <X extends Exception> void transaction(TransactionBody<X> body) throws X, InterruptedException;

    /** Has a topic keep messages from now on for subscriptions to come, see {@link Subscription#fromEarliest}. */
    void retain(Topic<?> topic, Retention retention);

    // ---- subscribing ----

    /**
     * Subscribes under a name of the broker's making, with the defaults of {@link Subscription}, until the subscriber
     * is closed.
     */
    <T> Subscriber<T> subscribe(Destination<T> destination);

    /**
     * Makes a subscription without a subscriber, if it does not exist; it collects messages from now on.
     *
     * @throws IllegalArgumentException as {@link #subscribe(Destination, Subscription)}
     */
    void createSubscription(Destination<?> destination, Subscription subscription);

    /**
     * Deletes a subscription: its subscribers are closed on this destination, and the messages it holds are dropped.
     *
     * @return whether it existed
     */
    boolean deleteSubscription(Destination<?> destination, String subscription);

    // ---- statistics and listeners ----

    /** Whether there are latencies, as there are unless it was built {@linkplain Builder#withoutLatency without}. */
    boolean measuresLatency();

    /**
     * The statistics of every topic that is known, in the order in which they were first used. A topic that had
     * subscriptions is forgotten when the last of them has gone, nothing is retained and no explicit id is within its
     * window; used again, it begins anew, and may carry another type. One that never had a subscription stays, since
     * its unrouted messages are what shows a wrong name.
     */
    List<TopicStatistics> topics();

    /** The sums over all topics that there ever were, those that are forgotten included, as they are now. */
    TopicStatistics allTopics();

    /** The statistics of every subscription, in the order in which they were made. */
    List<SubscriptionStatistics> subscriptions();

    /** The subscribers that are open, in the order in which they were made. */
    List<Subscriber<?>> subscribers();

    /** Adds a listener, which sees what happens from now on. */
    void addListener(BrokerListener listener);

    /** Removes a listener; does nothing if it is not there. */
    void removeListener(BrokerListener listener);

    /**
     * Closes every subscriber and deletes every subscription. Nothing can be published afterwards. Closing it again
     * does nothing.
     */
    @Override
    void close();

    /** A builder of brokers. Not thread-safe. */
    final class Builder {

        private final Scheduler scheduler;
        private final List<BrokerListener> listeners = new ArrayList<>();
        private String name = "broker";
        private boolean measuresLatency = true;
        private boolean audited = Boolean.getBoolean("simbroker.audit");
        private Duration deduplicationWindow = Duration.ofMinutes(2);
        private int deduplicationLimit = 100_000;

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

        /**
         * Has the broker take no time of a receipt for the sake of its latency: {@link Delivery#latency} is refused,
         * {@link SubscriptionStatistics} has no latencies, and there are no meters of them. For deliveries at most once
         * on the wall clock, of which one reading costs as much as all the rest of a receipt. Nothing is gained where
         * messages are on lease, since a lease begins with the time of receipt, nor in a simulation, whose clock costs
         * nothing to read.
         */
        public Builder withoutLatency() {
            this.measuresLatency = false;
            return this;
        }

        /**
         * Has the broker check the conservation law (see {@link SubscriptionStatistics}) after every event, with books
         * of its own; a violation is an {@link IllegalStateException}. The system property {@code simbroker.audit=true}
         * does so for every broker. For tests: it costs time and memory.
         */
        public Builder audited() {
            return audited(true);
        }

        /** Whether the law is checked, whatever the system property says; see {@link #audited()}. */
        public Builder audited(boolean whether) {
            this.audited = whether;
            return this;
        }

        /**
         * For how long, and how many at most for each topic and each subscription that delivers exactly once, the
         * broker remembers explicit ids: unless said otherwise 2 minutes, which is JetStream's default, and 100,000.
         *
         * @throws IllegalArgumentException if the window is not greater than zero or {@code ids} is less than 1
         */
        public Builder deduplication(Duration window, int ids) {
            if (!window.isPositive()) {
                throw new IllegalArgumentException("a deduplication window must be greater than zero: " + window);
            }
            if (ids < 1) {
                throw new IllegalArgumentException("the number of ids to remember must be at least 1: " + ids);
            }
            this.deduplicationWindow = window;
            this.deduplicationLimit = ids;
            return this;
        }

        /** A new broker. */
        public Broker build() {
            return new LocalBroker(new BrokerSettings(
                    name, scheduler, listeners, measuresLatency, audited, deduplicationWindow, deduplicationLimit));
        }
    }
}

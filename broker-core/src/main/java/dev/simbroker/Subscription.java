package dev.simbroker;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How messages are to be delivered: an immutable description, with which {@link Broker#subscribe} makes a {@link Subscriber}.
 *
 * <p>Every subscription on a topic gets every message of it. Subscribers under the same name form a consumer group, in which each
 * message goes to one of them; they must describe the subscription alike, their weights aside.
 *
 * <p>What is not said has these defaults: at most once; a lease of 30 s, as in SQS, JetStream and Kafka's share groups; 5
 * attempts, as in Kafka's share groups; no backoff; no dead-letter topic; no limits; a shared queue; all messages; from now on.
 * {@link Profiles} has the defaults of systems that people know.
 *
 * @param name its name, unique among the subscriptions on a topic or pattern
 * @param guarantee what is promised
 * @param lease how long a consumer may take from receipt to acknowledgement
 * @param retry what happens to a message that comes back
 * @param buffer what fits in
 * @param assignment which member of a group gets a message
 * @param weight this member's share with {@link Assignment#WEIGHTED}
 * @param filter which messages are wanted
 * @param start which retained messages a new subscription gets
 * @param autoDelete whether it is deleted when its last subscriber is closed
 */
public record Subscription(
        String name,
        Guarantee guarantee,
        Duration lease,
        Retry retry,
        Buffer buffer,
        Assignment assignment,
        int weight,
        Filter filter,
        StartPosition start,
        boolean autoDelete) {

    /** The lease unless said otherwise. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** Stands for no limit. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * What happens to a message that comes back.
     *
     * @param deliveryLimit how often it is attempted
     * @param backoff how long it waits before it is attempted again
     * @param deadLetter where it goes at the limit; without one, it is dropped
     * @param deadLetterExpired whether messages whose time to live runs out go there too
     */
    public record Retry(
            int deliveryLimit, Backoff backoff, Optional<Topic<DeadLetter>> deadLetter, boolean deadLetterExpired) {

        /** The defaults. */
        public static final Retry DEFAULT = new Retry(5, Backoff.none(), Optional.empty(), false);

        /** Checks the values. */
        public Retry {
            Objects.requireNonNull(backoff, "backoff");
            Objects.requireNonNull(deadLetter, "deadLetter");
            if (deliveryLimit < 1) {
                throw new IllegalArgumentException("deliveryLimit must be at least 1: " + deliveryLimit);
            }
        }
    }

    /**
     * What fits in.
     *
     * @param capacity how many messages may be ready; delayed ones, those in flight and those that come back do not count
     * @param overflow what happens to a message that finds it full
     * @param maxInFlight how many messages may be in flight at once, over all members
     */
    public record Buffer(int capacity, Overflow overflow, int maxInFlight) {

        /** The defaults: no limits. */
        public static final Buffer DEFAULT = new Buffer(UNLIMITED, Overflow.BLOCK, UNLIMITED);

        /** Checks the values. */
        public Buffer {
            Objects.requireNonNull(overflow, "overflow");
            if (capacity < 1) {
                throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
            }
            if (maxInFlight < 1) {
                throw new IllegalArgumentException("maxInFlight must be at least 1: " + maxInFlight);
            }
        }
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one breaks its rule
     */
    public Subscription {
        Objects.requireNonNull(guarantee, "guarantee");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(start, "start");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a subscription's name must not be blank: '" + name + "'");
        }
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("the lease of '" + name + "' must be greater than zero: " + lease);
        }
        if (weight < 1) {
            throw new IllegalArgumentException("the weight of '" + name + "' must be at least 1: " + weight);
        }
        if (buffer.overflow == Overflow.DEAD_LETTER && retry.deadLetter.isEmpty()) {
            throw new IllegalArgumentException(
                    "subscription '" + name + "' must be given a dead-letter topic before the overflow DEAD_LETTER");
        }
        if (retry.deadLetterExpired && retry.deadLetter.isEmpty()) {
            throw new IllegalArgumentException("subscription '" + name
                    + "' must be given a dead-letter topic before expired messages can go there");
        }
    }

    /** A subscription of that name with the defaults. */
    public static Subscription named(String name) {
        return new Subscription(
                name,
                Guarantee.AT_MOST_ONCE,
                DEFAULT_LEASE,
                Retry.DEFAULT,
                Buffer.DEFAULT,
                Assignment.SHARED,
                1,
                Filter.ALL,
                new StartPosition.Latest(),
                false);
    }

    /** The same, at most once. */
    public Subscription atMostOnce() {
        return with(Guarantee.AT_MOST_ONCE, lease);
    }

    /** The same, at least once. */
    public Subscription atLeastOnce() {
        return with(Guarantee.AT_LEAST_ONCE, lease);
    }

    /** The same, at least once with that lease. */
    public Subscription atLeastOnce(Duration newLease) {
        return with(Guarantee.AT_LEAST_ONCE, newLease);
    }

    /** The same, exactly once. */
    public Subscription exactlyOnce() {
        return with(Guarantee.EXACTLY_ONCE, lease);
    }

    /** The same, exactly once with that lease. */
    public Subscription exactlyOnce(Duration newLease) {
        return with(Guarantee.EXACTLY_ONCE, newLease);
    }

    /** The same with that many attempts, {@link #UNLIMITED} included. */
    public Subscription deliveryLimit(int limit) {
        return with(new Retry(limit, retry.backoff, retry.deadLetter, retry.deadLetterExpired));
    }

    /** The same with that backoff. */
    public Subscription backoff(Backoff backoff) {
        return with(new Retry(retry.deliveryLimit, backoff, retry.deadLetter, retry.deadLetterExpired));
    }

    /** The same with that dead-letter topic. */
    public Subscription deadLetter(Topic<DeadLetter> topic) {
        return with(new Retry(retry.deliveryLimit, retry.backoff, Optional.of(topic), retry.deadLetterExpired));
    }

    /** The same, with expired messages going to the dead-letter topic too. */
    public Subscription deadLetterExpired() {
        return with(new Retry(retry.deliveryLimit, retry.backoff, retry.deadLetter, true));
    }

    /** The same for at most so many ready messages. */
    public Subscription capacity(int capacity, Overflow overflow) {
        return with(new Buffer(capacity, overflow, buffer.maxInFlight));
    }

    /** The same with at most so many messages in flight: what RabbitMQ calls prefetch and JetStream {@code MaxAckPending}. */
    public Subscription maxInFlight(int limit) {
        return with(new Buffer(buffer.capacity, buffer.overflow, limit));
    }

    /** The same with that assignment. */
    public Subscription assignment(Assignment newAssignment) {
        return new Subscription(
                name, guarantee, lease, retry, buffer, newAssignment, weight, filter, start, autoDelete);
    }

    /** The same with that weight, for the member that subscribes with it. */
    public Subscription weight(int newWeight) {
        return new Subscription(
                name, guarantee, lease, retry, buffer, assignment, newWeight, filter, start, autoDelete);
    }

    /** The same with that filter. */
    public Subscription filter(Filter newFilter) {
        return new Subscription(
                name, guarantee, lease, retry, buffer, assignment, weight, newFilter, start, autoDelete);
    }

    /** The same, starting with the retained messages. */
    public Subscription fromEarliest() {
        return from(new StartPosition.Earliest());
    }

    /** The same, starting with the retained messages published at {@code time} or later. */
    public Subscription from(Instant time) {
        return from(new StartPosition.At(time));
    }

    /** The same, starting with the last {@code count} retained messages of each topic. */
    public Subscription fromLast(int count) {
        return from(new StartPosition.Last(count));
    }

    private Subscription from(StartPosition newStart) {
        return new Subscription(
                name, guarantee, lease, retry, buffer, assignment, weight, filter, newStart, autoDelete);
    }

    /** The same, to be deleted when its last subscriber is closed. */
    public Subscription deletedWhenUnused() {
        return new Subscription(name, guarantee, lease, retry, buffer, assignment, weight, filter, start, true);
    }

    private Subscription with(Guarantee newGuarantee, Duration newLease) {
        return new Subscription(
                name, newGuarantee, newLease, retry, buffer, assignment, weight, filter, start, autoDelete);
    }

    private Subscription with(Retry newRetry) {
        return new Subscription(
                name, guarantee, lease, newRetry, buffer, assignment, weight, filter, start, autoDelete);
    }

    private Subscription with(Buffer newBuffer) {
        return new Subscription(
                name, guarantee, lease, retry, newBuffer, assignment, weight, filter, start, autoDelete);
    }
}

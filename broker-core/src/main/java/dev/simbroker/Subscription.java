package dev.simbroker;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How messages are to be delivered: an immutable description, with which {@link Broker#subscribe} makes a
 * {@link Subscriber}. The methods with a parameter, and those that are named after a choice, return changed copies.
 *
 * <p>Every subscription on a topic gets every message of it. Subscribers under the same name form a consumer group, in
 * which each message goes to one of them; they must describe the subscription alike. What is one member's alone is a
 * {@link Member}.
 *
 * <p>The defaults: at most once, but for {@linkplain MessageBroker#consume handlers}, and for subscriptions with a
 * {@link #backoff} or {@link #deliveryLimit}, at least once; a lease of 30 s, as in SQS, JetStream and Kafka's share
 * groups; 5 attempts, as in Kafka's share groups; no backoff; no dead-letter topic; no limits; a shared queue; all
 * messages; from now on.
 * {@link Profiles} has the defaults of systems that people know.
 */
public final class Subscription {

    /** The default lease. */
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
     * @param capacity how many messages may be ready; delayed ones, those in flight and those that come back do not
     *     count
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

    private final String name;
    /** What was chosen; null if nothing was said. */
    private final @Nullable Guarantee chosen;

    private final Duration lease;
    private final Retry retry;
    /** Whether something was said of what happens to a message that comes back, which it does not at most once. */
    private final boolean retries;

    private final Buffer buffer;
    private final Assignment assignment;
    private final Filter filter;
    private final StartPosition start;
    private final boolean autoDelete;

    private Subscription(
            String name,
            @Nullable Guarantee chosen,
            Duration lease,
            Retry retry,
            boolean retries,
            Buffer buffer,
            Assignment assignment,
            Filter filter,
            StartPosition start,
            boolean autoDelete) {
        this.name = name;
        this.chosen = chosen;
        this.lease = lease;
        this.retry = retry;
        this.retries = retries;
        this.buffer = buffer;
        this.assignment = Objects.requireNonNull(assignment, "assignment");
        this.filter = Objects.requireNonNull(filter, "filter");
        this.start = Objects.requireNonNull(start, "start");
        this.autoDelete = autoDelete;
        if (name.isBlank()) {
            throw new IllegalArgumentException("a subscription's name must not be blank: '" + name + "'");
        }
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("the lease of '" + name + "' must be greater than zero: " + lease);
        }
        if (retries && chosen == Guarantee.AT_MOST_ONCE) {
            throw new IllegalArgumentException("subscription '" + name
                    + "' must not be at most once and have a backoff or a delivery limit: nothing comes back at most"
                    + " once");
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

    /**
     * A subscription of that name with the defaults.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public static Subscription named(String name) {
        return new Subscription(
                name,
                null,
                DEFAULT_LEASE,
                Retry.DEFAULT,
                false,
                Buffer.DEFAULT,
                Assignment.SHARED,
                Filter.ALL,
                new StartPosition.Latest(),
                false);
    }

    // ---- what it says ----

    /** Its name, unique among the subscriptions on a topic or pattern. */
    public String name() {
        return name;
    }

    /**
     * What is promised: what was chosen; without a choice at least once if there is a backoff or a delivery limit, and
     * at most once otherwise.
     */
    public Guarantee guarantee() {
        return chosen != null ? chosen : retries ? Guarantee.AT_LEAST_ONCE : Guarantee.AT_MOST_ONCE;
    }

    /** How long a consumer may take from receipt to acknowledgement. */
    public Duration lease() {
        return lease;
    }

    /** What happens to a message that comes back. */
    public Retry retry() {
        return retry;
    }

    /** How many messages fit in. */
    public Buffer buffer() {
        return buffer;
    }

    /** Which member of a group gets a message. */
    public Assignment assignment() {
        return assignment;
    }

    /** Which messages are wanted. */
    public Filter filter() {
        return filter;
    }

    /** Which retained messages a new subscription gets. */
    public StartPosition start() {
        return start;
    }

    /** Whether it is deleted when its last subscriber is closed. */
    public boolean isAutoDelete() {
        return autoDelete;
    }

    // ---- copies ----

    /**
     * A copy that delivers at most once.
     *
     * @throws IllegalArgumentException if it has a backoff or a delivery limit, which need at least once
     */
    public Subscription atMostOnce() {
        return with(Guarantee.AT_MOST_ONCE, lease);
    }

    /** A copy that delivers at least once. */
    public Subscription atLeastOnce() {
        return with(Guarantee.AT_LEAST_ONCE, lease);
    }

    /**
     * A copy that delivers at least once, with that lease.
     *
     * @throws IllegalArgumentException if the lease is not greater than zero
     */
    public Subscription atLeastOnce(Duration newLease) {
        return with(Guarantee.AT_LEAST_ONCE, newLease);
    }

    /** A copy that delivers exactly once. */
    public Subscription exactlyOnce() {
        return with(Guarantee.EXACTLY_ONCE, lease);
    }

    /**
     * A copy that delivers exactly once, with that lease.
     *
     * @throws IllegalArgumentException if the lease is not greater than zero
     */
    public Subscription exactlyOnce(Duration newLease) {
        return with(Guarantee.EXACTLY_ONCE, newLease);
    }

    /**
     * A copy with the guarantee {@code ifNotChosen}, unless one was chosen, by itself or by a backoff or a delivery
     * limit.
     */
    public Subscription guaranteeOr(Guarantee ifNotChosen) {
        return chosen != null || retries ? this : with(ifNotChosen, lease);
    }

    /**
     * A copy with that many attempts, {@link #UNLIMITED} included. Delivers at least once unless exactly once was
     * chosen.
     *
     * @throws IllegalArgumentException if the limit is less than 1, or at most once was chosen
     */
    public Subscription deliveryLimit(int limit) {
        return retrying(new Retry(limit, retry.backoff, retry.deadLetter, retry.deadLetterExpired));
    }

    /**
     * A copy with that backoff. Delivers at least once unless exactly once was chosen.
     *
     * @throws IllegalArgumentException if at most once was chosen
     */
    public Subscription backoff(Backoff backoff) {
        return retrying(new Retry(retry.deliveryLimit, backoff, retry.deadLetter, retry.deadLetterExpired));
    }

    /**
     * A copy with that dead-letter topic. By itself it implies no guarantee: at most once, messages go there that find
     * the queue full or expire, if the subscription says so, but not those whose handler fails.
     */
    public Subscription deadLetter(Topic<DeadLetter> topic) {
        return with(new Retry(retry.deliveryLimit, retry.backoff, Optional.of(topic), retry.deadLetterExpired));
    }

    /**
     * A copy of which expired messages go to the dead-letter topic too.
     *
     * @throws IllegalArgumentException if it has no dead-letter topic
     */
    public Subscription deadLetterExpired() {
        return with(new Retry(retry.deliveryLimit, retry.backoff, retry.deadLetter, true));
    }

    /**
     * A copy for at most {@code capacity} ready messages.
     *
     * @throws IllegalArgumentException if the capacity is less than 1, or the overflow needs a dead-letter topic and it
     *     has none
     */
    public Subscription capacity(int capacity, Overflow overflow) {
        return with(new Buffer(capacity, overflow, buffer.maxInFlight));
    }

    /**
     * A copy with at most {@code limit} messages in flight over all members: what JetStream calls
     * {@code MaxAckPending}.
     *
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public Subscription maxInFlight(int limit) {
        return with(new Buffer(buffer.capacity, buffer.overflow, limit));
    }

    /** A copy with that assignment. */
    public Subscription assignment(Assignment newAssignment) {
        return new Subscription(name, chosen, lease, retry, retries, buffer, newAssignment, filter, start, autoDelete);
    }

    /** A copy with that filter. */
    public Subscription filter(Filter newFilter) {
        return new Subscription(name, chosen, lease, retry, retries, buffer, assignment, newFilter, start, autoDelete);
    }

    /** A copy that starts with the retained messages. */
    public Subscription fromEarliest() {
        return from(new StartPosition.Earliest());
    }

    /** A copy that starts with the retained messages published at {@code time} or later. */
    public Subscription from(Instant time) {
        return from(new StartPosition.At(time));
    }

    /**
     * A copy that starts with the last {@code count} retained messages of each topic that pass its filter.
     *
     * @throws IllegalArgumentException if the count is less than 1
     */
    public Subscription fromLast(int count) {
        return from(new StartPosition.Last(count));
    }

    private Subscription from(StartPosition newStart) {
        return new Subscription(name, chosen, lease, retry, retries, buffer, assignment, filter, newStart, autoDelete);
    }

    /** A copy that is deleted when its last subscriber is closed, as an auto-delete queue of AMQP. */
    public Subscription autoDelete() {
        return new Subscription(name, chosen, lease, retry, retries, buffer, assignment, filter, start, true);
    }

    private Subscription with(Guarantee newGuarantee, Duration newLease) {
        return new Subscription(
                name, newGuarantee, newLease, retry, retries, buffer, assignment, filter, start, autoDelete);
    }

    private Subscription retrying(Retry newRetry) {
        return new Subscription(name, chosen, lease, newRetry, true, buffer, assignment, filter, start, autoDelete);
    }

    private Subscription with(Retry newRetry) {
        return new Subscription(name, chosen, lease, newRetry, retries, buffer, assignment, filter, start, autoDelete);
    }

    private Subscription with(Buffer newBuffer) {
        return new Subscription(name, chosen, lease, retry, retries, newBuffer, assignment, filter, start, autoDelete);
    }

    // ---- identity ----

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subscription that
                && name.equals(that.name)
                && guarantee() == that.guarantee()
                && lease.equals(that.lease)
                && retry.equals(that.retry)
                && buffer.equals(that.buffer)
                && assignment == that.assignment
                && filter.equals(that.filter)
                && start.equals(that.start)
                && autoDelete == that.autoDelete;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, guarantee(), lease, retry, buffer, assignment, filter, start, autoDelete);
    }

    @Override
    public String toString() {
        return "Subscription[name=" + name + ", guarantee=" + guarantee() + ", lease=" + lease + ", retry=" + retry
                + ", buffer=" + buffer + ", assignment=" + assignment + ", filter=" + filter + ", start=" + start
                + ", autoDelete=" + autoDelete + "]";
    }
}

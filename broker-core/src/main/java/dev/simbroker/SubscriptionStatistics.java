package dev.simbroker;

import java.time.Duration;

/**
 * The statistics of one subscription on one topic or pattern, live: each call answers the current value.
 *
 * <p><b>The conservation law</b> holds between any two events:
 * {@code accepted = settled + deadLettered + dropped + ready + delayed + inFlight}.
 *
 * <p>May be read from any thread, which may see older values; {@link #oldestAge} and
 * {@link #receivable} only where the broker may be used.
 */
public interface SubscriptionStatistics {

    /** The topic's name, or the pattern. */
    String destination();

    /** The subscription's name. */
    String subscription();

    // ---- the law ----

    /** How many messages the subscription was given. */
    long accepted();

    /** How many are settled: acknowledged, or at most once received, by a handler if it did not fail. */
    long settled();

    /** How many went to the dead-letter topic. */
    default long deadLettered() {
        long sum = 0;
        for (RemovalReason reason : RemovalReason.values()) {
            sum += deadLettered(reason);
        }
        return sum;
    }

    /** How many went to the dead-letter topic for {@code reason}. */
    long deadLettered(RemovalReason reason);

    /** How many were dropped. */
    default long dropped() {
        long sum = 0;
        for (RemovalReason reason : RemovalReason.values()) {
            sum += dropped(reason);
        }
        return sum;
    }

    /** How many were dropped for {@code reason}. */
    long dropped(RemovalReason reason);

    /** How many could be received now. */
    int ready();

    /**
     * How many of the {@linkplain #ready ready} ones could be received at this moment: not those behind an earlier one
     * of the same key, where the {@linkplain Assignment#BY_KEY assignment} is by key, and not those beyond the limit of
     * messages {@linkplain Subscription#maxInFlight in flight}.
     */
    int receivable();

    /** How many are kept back for later. */
    int delayed();

    /** How many are received and not yet settled; at most once, those that a handler is at. */
    int inFlight();

    /** How many handlers are alive: at work, or waiting for a message. */
    int handlers();

    // ---- what happened on the way ----

    /** How many messages of its topics its filter did not let pass; these were not given to it. */
    long filtered();

    /**
     * How many came in beyond the capacity, since they have no publisher who could wait or be told: dead letters and
     * replayed messages where the overflow blocks or rejects, and messages whose delay is over. The first is logged.
     */
    long overfilled();

    /** How many were put into the queue, rather than dropped or dead-lettered because it was full. */
    long delivered();

    /** How many attempts were received. */
    long received();

    /** How many attempts were acknowledged. */
    long acked();

    /** How many attempts were given back, to be delivered again after the subscription's backoff. */
    long nacked();

    /** How many attempts were given back with a delay of the consumer's choice. */
    long nackedWithDelay();

    /** How many attempts were rejected. */
    long rejected();

    /** How often a message was to be delivered again because of {@code cause}. */
    long redelivered(RedeliveryCause cause);

    /**
     * How long it took from publication to receipt, summed over all {@linkplain #received received} attempts; zero if
     * the broker was built {@linkplain Broker.Builder#withoutLatency without latency}, as is {@link #maxLatency}.
     */
    Duration totalLatency();

    /** The longest that it took from publication to receipt so far; zero if nothing was received. */
    Duration maxLatency();

    /** How long ago the message that is next was published; zero if none is ready. */
    Duration oldestAge();
}

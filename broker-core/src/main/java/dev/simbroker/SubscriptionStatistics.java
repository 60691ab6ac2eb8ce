package dev.simbroker;

import java.time.Duration;

/**
 * The figures of one subscription on one topic, live: each call answers the current one. At every moment
 * {@code delivered = received + discarded + depth}.
 *
 * <p>May be read from any thread, {@link #oldestAge} only where the broker may be used.
 */
public interface SubscriptionStatistics {

    /** The topic's name. */
    String destination();

    /** The subscription's name. */
    String subscription();

    /** How many messages were put into its queue. */
    long delivered();

    /** How many messages were received from it. */
    long received();

    /** How many messages were still in its queue when it was closed. */
    long discarded();

    /** How many messages are in its queue. */
    int depth();

    /** How long ago the oldest message in its queue was published; zero if it is empty. */
    Duration oldestAge();
}

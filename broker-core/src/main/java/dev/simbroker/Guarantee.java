package dev.simbroker;

/** What a subscription promises about how often a message takes effect. */
public enum Guarantee {
    /**
     * Settled when received, and never delivered again: a consumer that fails after that loses it. In a simulation, a process that waits has
     * received what it is handed when it goes on; where processes run in parallel, at once.
     */
    AT_MOST_ONCE,
    /** Delivered again until acknowledged: a consumer that fails before that gets it twice. */
    AT_LEAST_ONCE,
    /**
     * Like {@link #AT_LEAST_ONCE}, and a message whose {@linkplain Publication#deduplicationId explicit id} is here already, or has been settled
     * within the broker's deduplication window, is not delivered again. Together with {@link Broker#transaction}, which acknowledges and
     * publishes as one, each message takes effect exactly once.
     */
    EXACTLY_ONCE;

    /** Whether a message must be acknowledged. */
    public boolean leases() {
        return this != AT_MOST_ONCE;
    }
}

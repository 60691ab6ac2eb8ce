package dev.simbroker;

/** What a subscription promises about how often a message takes effect. */
public enum Guarantee {
    /**
     * A message is settled when it is received, and never delivered again: a consumer that fails after that loses it.
     * In a simulation, a process that waits has received a message when it goes on with it; where processes run in
     * parallel, as soon as it is handed over.
     */
    AT_MOST_ONCE,
    /** A message is delivered again until it is acknowledged: a consumer that fails before that gets it twice. */
    AT_LEAST_ONCE,
    /**
     * Like {@link #AT_LEAST_ONCE}, and a message whose {@linkplain Publication#deduplicationId explicit id} is here
     * already, or has been settled within the broker's deduplication window, which counts from when it was settled, is
     * not delivered again, but dropped as a {@linkplain RemovalReason#DUPLICATE duplicate}. Together with
     * {@link Broker#transaction}, which acknowledges and publishes as one, each message takes effect exactly once.
     */
    EXACTLY_ONCE;

    /** Whether a message is on lease from its receipt on, and must be acknowledged. */
    public boolean leases() {
        return this != AT_MOST_ONCE;
    }
}

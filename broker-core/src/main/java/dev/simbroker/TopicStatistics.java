package dev.simbroker;

/**
 * The statistics of one topic, live: each call answers the current value. May be read from any thread, which may see
 * older values.
 */
public interface TopicStatistics {

    /** The topic's name. */
    String topic();

    /** How many messages were given to at least one subscription. */
    long accepted();

    /** How many messages no subscription wanted. */
    long unrouted();

    /** How many publications were duplicates by their explicit id. */
    long duplicates();

    /** How many publications were refused by a full subscription. */
    long rejected();
}

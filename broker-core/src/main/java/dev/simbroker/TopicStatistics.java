package dev.simbroker;

/** The figures of one topic, live: each call answers the current one. May be read from any thread. */
public interface TopicStatistics {

    /** The topic's name. */
    String destination();

    /** How many messages were accepted: put into the queue of at least one subscription. */
    long accepted();

    /** How many messages found no subscription. */
    long unrouted();
}

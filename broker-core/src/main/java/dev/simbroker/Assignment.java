package dev.simbroker;

/** Which member of a consumer group gets a message. */
public enum Assignment {
    /** All members share one queue; a message goes to the member that has waited longest. */
    SHARED,
    /** Each member in turn. */
    ROUND_ROBIN,
    /** The member with the fewest messages, ready and in flight; of several, the one that joined first. */
    LEAST_LOADED,
    /** Each member in turn, in proportion to the {@linkplain Member#weight weights}, evenly spread. */
    WEIGHTED,
    /**
     * All messages of a key go to one member, one at a time and in order, also through redelivery. Which one changes
     * only if members join or leave. A delayed message takes its place in the line of its key when it is ready, and so
     * keeps nothing back before. Messages without a key go to each member in turn.
     */
    BY_KEY
}

package dev.simbroker.time.spi;

/**
 * The kinds of events that a {@link TraceSink} is told of, with what they are about.
 *
 * <p>{@link #SPAWN}, {@link #START}, {@link #WAIT}, {@link #END} and {@link #TIMER} come from every scheduler, the
 * others of this group from simulations alone: on the live clock nobody sees them all.
 */
public enum TraceEvent {

    // ---- of a scheduler ----

    /** A process was spawned: {@code subject} is the process. */
    SPAWN,
    /** A process began: {@code subject} is the process. */
    START,
    /** A process got its turn: {@code subject} is the process. */
    TURN,
    /** A process or thread begins to wait: {@code subject} is its {@link WaitReason}, {@code value} the deadline. */
    WAIT,
    /** A process ended: {@code subject} is the process, {@code detail} what it failed with, if it did. */
    END,
    /** A process operates on a queue or broker. */
    OPERATION,
    /** A timer's task begins: {@code subject} is the timer, {@code value} its number in a simulation. */
    TIMER,
    /**
     * An alternative was chosen: {@code detail} is the number of alternatives, {@code value} the chosen one, from 0.
     */
    CHOICE,
    /** A random number was drawn: {@code value} is its bits. */
    RANDOM_BITS,

    // ---- of a broker, as its listeners are told of them ----

    /** A topic was used for the first time: {@code subject} is its statistics. */
    TOPIC_CREATED,
    /** A topic was forgotten: {@code subject} is its statistics. */
    TOPIC_FORGOTTEN,
    /** A message was published: {@code subject} is the message. */
    PUBLISHED,
    /** A message found no subscription that wants it: {@code subject} is the message. */
    UNROUTED,
    /** A publication was a duplicate: {@code subject} is the publication. */
    DUPLICATE,
    /** A full subscription refused a publication: {@code subject} is the publication, {@code detail} the statistics. */
    REFUSED,
    /** A message went into a subscription: {@code subject} is the message, {@code detail} the statistics. */
    DELIVERED,
    /** A message was received: {@code subject} is the delivery. */
    RECEIVED,
    /** A message was acknowledged: {@code subject} is the delivery. */
    ACKED,
    /**
     * A message came back: {@code subject} is the delivery, {@code detail} the cause, {@code value} the delay in ns.
     */
    REDELIVERING,
    /** A message went to the dead letters: {@code subject} is the letter, {@code detail} the statistics. */
    DEAD_LETTERED,
    /**
     * A message was dropped: {@code subject} is the message, {@code detail} the statistics, {@code value} the reason.
     */
    DROPPED,
    /** A handler ended: {@code subject} is the delivery, {@code detail} whether it succeeded, {@code value} the ns. */
    HANDLED,
    /** A subscription was made: {@code subject} is its statistics. */
    SUBSCRIPTION_CREATED,
    /** A subscription was deleted: {@code subject} is its statistics. */
    SUBSCRIPTION_DELETED,
    /** A subscriber was made: {@code subject} is the subscriber. */
    SUBSCRIBED,
    /** A subscriber was closed, or crashed: {@code subject} is the subscriber. */
    UNSUBSCRIBED
}

package dev.simbroker.time.spi;

/**
 * The kinds of events that a {@link TraceSink} is told of, with what they are about.
 *
 * <p>{@link #SPAWN}, {@link #START}, {@link #WAIT}, {@link #END} and {@link #TIMER} come from every scheduler, the others of this group from
 * simulations alone: on the live clock nobody sees them all.
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
    /** An alternative was chosen: {@code detail} is the number of alternatives, {@code value} the chosen one, from 0. */
    CHOICE,
    /** A random number was drawn: {@code value} is its bits. */
    RANDOM_BITS
}

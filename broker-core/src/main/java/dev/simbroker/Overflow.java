package dev.simbroker;

/**
 * The fate of a message that finds a subscription's queue full.
 *
 * <p>Dead letters, replayed messages and those whose delay is over have no publisher who could wait or be told: with
 * {@link #BLOCK} and {@link #REJECT} they come in beyond the capacity, which
 * {@link SubscriptionStatistics#overfilled} counts.
 */
public enum Overflow {
    /** The publisher waits for space, after every other subscription has got the message. */
    BLOCK,
    /** The message is dropped. */
    DROP_NEWEST,
    /** The ready message that came first is dropped, and the new one takes its space. */
    DROP_OLDEST,
    /** The message is refused: no subscription gets it, and the publisher learns which one refused. */
    REJECT,
    /** The message goes to the dead-letter topic. If its letter finds a queue full in the same way, that is dropped. */
    DEAD_LETTER
}

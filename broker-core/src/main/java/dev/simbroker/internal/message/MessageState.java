package dev.simbroker.internal.message;

/**
 * Where a message is in a subscription. The states between {@link #NEW} and {@link #GONE} are the ones that the
 * conservation law counts.
 */
public enum MessageState {

    /** Published, and not yet accepted by the subscription. */
    NEW,
    /**
     * Ready, in the part of the topic's log that the subscription has not read. The position in the log counts these.
     */
    READY_IN_LOG,
    /** Ready, in a queue of the subscription's own. */
    READY,
    /** Kept back until its delay is over. */
    DELAYED,
    /** Received, or handed to a member, and not settled. */
    IN_FLIGHT,
    /** Settled, dead-lettered or dropped. */
    GONE
}

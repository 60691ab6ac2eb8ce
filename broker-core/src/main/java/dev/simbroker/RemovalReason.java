package dev.simbroker;

/** Why a message left a subscription without being settled, for the dead-letter topic or for good. */
public enum RemovalReason {
    /** It was attempted as often as the subscription allows. */
    DELIVERY_LIMIT,
    /** A consumer rejected it. */
    REJECTED,
    /** Its time to live ran out. */
    EXPIRED,
    /** The subscription had no space for it, or none for the next one. */
    QUEUE_FULL,
    /** A message of the same id has been settled, or is here already; never goes to the dead letters. */
    DUPLICATE,
    /** The subscription was deleted; never goes to the dead letters. */
    DELETED
}

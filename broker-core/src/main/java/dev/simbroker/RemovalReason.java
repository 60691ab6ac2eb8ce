package dev.simbroker;

/**
 * Why a message left a subscription without being settled. With a dead-letter topic, a message goes there for
 * {@link #DELIVERY_LIMIT} and {@link #REJECTED}, for {@link #EXPIRED} and {@link #QUEUE_FULL} if the subscription says
 * so, and never for {@link #HANDLER_FAILED}, {@link #DUPLICATE} and {@link #DELETED}.
 */
public enum RemovalReason {
    /** It was attempted as often as the subscription allows. */
    DELIVERY_LIMIT,
    /** A consumer rejected it. */
    REJECTED,
    /** Its time to live ran out. */
    EXPIRED,
    /** The subscription had no space for it, or none for the next one. */
    QUEUE_FULL,
    /** Its handler failed, and it was delivered at most once; never goes to the dead letters. */
    HANDLER_FAILED,
    /** A message of the same id has been settled, or is here already; never goes to the dead letters. */
    DUPLICATE,
    /** The subscription was deleted; never goes to the dead letters. */
    DELETED
}

package dev.simbroker;

import java.time.Instant;

/**
 * The outcome of settling, returning or extending a {@link Delivery}. It is easily ignored: a consumer for which a late
 * acknowledgement matters, since another one may be at work on the message, looks at {@link #isDone}.
 */
public sealed interface Settlement {

    /** It was done. */
    record Done() implements Settlement {}

    /** The delivery was settled before, and nothing has changed. */
    record AlreadySettled() implements Settlement {}

    /**
     * Too late: the message had come back, and nothing has changed. Another attempt may be under way. Kafka's share
     * groups and SQS's FIFO queues refuse a late acknowledgement likewise.
     *
     * @param cause why it had come back
     * @param since when it had come back
     */
    record Late(RedeliveryCause cause, Instant since) implements Settlement {}

    /** Whether it was done. */
    default boolean isDone() {
        return this instanceof Done;
    }
}

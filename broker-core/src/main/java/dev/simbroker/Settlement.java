package dev.simbroker;

import java.time.Instant;

/** What became of an attempt to settle, return or extend a {@link Delivery}. */
public sealed interface Settlement {

    /** It was done. */
    record Done() implements Settlement {}

    /** The delivery was settled before, and nothing has changed. */
    record AlreadySettled() implements Settlement {}

    /**
     * Too late: the message had come back, and nothing has changed. Another attempt may be under way. Kafka's share groups and
     * SQS's FIFO queues refuse a late acknowledgement likewise.
     *
     * @param cause why it had come back
     * @param since when
     */
    record Late(RedeliveryCause cause, Instant since) implements Settlement {}

    /** Whether it was done. */
    default boolean isDone() {
        return this instanceof Done;
    }
}

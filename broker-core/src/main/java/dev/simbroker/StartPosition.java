package dev.simbroker;

import java.time.Instant;

/** The first message of a new subscription, among those that its topics {@linkplain Retention retain}. */
public sealed interface StartPosition {

    /** Only messages that are published from now on. */
    record Latest() implements StartPosition {}

    /** All retained messages. */
    record Earliest() implements StartPosition {}

    /**
     * The retained messages that were published at {@code time} or later.
     *
     * @param time the earliest timestamp
     */
    record At(Instant time) implements StartPosition {}

    /**
     * The last {@code count} retained messages of each topic that pass the subscription's filter.
     *
     * @param count the number of messages, at least 1
     */
    record Last(int count) implements StartPosition {

        /** Checks the count. */
        public Last {
            if (count < 1) {
                throw new IllegalArgumentException("a start at the last messages needs at least 1: " + count);
            }
        }
    }
}

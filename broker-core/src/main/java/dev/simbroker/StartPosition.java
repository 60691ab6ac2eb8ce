package dev.simbroker;

import java.time.Instant;

/** Which of the messages that its topics {@linkplain Retention retain} a new subscription gets. */
public sealed interface StartPosition {

    /** None: only what is published from now on. */
    record Latest() implements StartPosition {}

    /** All of them. */
    record Earliest() implements StartPosition {}

    /**
     * Those published at {@code time} or later.
     *
     * @param time the earliest timestamp
     */
    record At(Instant time) implements StartPosition {}

    /**
     * The last {@code count} of each topic.
     *
     * @param count how many, at least 1
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

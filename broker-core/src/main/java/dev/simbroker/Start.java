package dev.simbroker;

import java.time.Instant;

/** Which of the messages that its topics {@linkplain Retention retain} a new subscription gets. */
public sealed interface Start {

    /** None: only what is published from now on. */
    record Latest() implements Start {}

    /** All of them. */
    record Earliest() implements Start {}

    /**
     * Those published at {@code time} or later.
     *
     * @param time the earliest timestamp
     */
    record At(Instant time) implements Start {}

    /**
     * The last {@code count} of each topic.
     *
     * @param count how many, at least 1
     */
    record Last(int count) implements Start {

        /** Checks the count. */
        public Last {
            if (count < 1) {
                throw new IllegalArgumentException("a start at the last messages needs at least 1: " + count);
            }
        }
    }
}

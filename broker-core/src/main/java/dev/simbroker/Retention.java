package dev.simbroker;

import java.time.Duration;

/**
 * Which of its messages a topic keeps for subscriptions to come, see {@link Broker#retain}.
 *
 * @param count at most so many, the newest
 * @param age none older than that
 */
public record Retention(int count, Duration age) {

    /** The longest age: practically for ever. */
    private static final Duration ANY_AGE = Duration.ofNanos(Long.MAX_VALUE);

    /** Keeps nothing, which is what a topic does unless told otherwise. */
    public static final Retention NONE = new Retention(0, Duration.ZERO);

    /** Checks the values. */
    public Retention {
        if (count < 0) {
            throw new IllegalArgumentException("a retention's count must not be negative: " + count);
        }
        if (age.isNegative()) {
            throw new IllegalArgumentException("a retention's age must not be negative: " + age);
        }
    }

    /** Keeps the last {@code count} messages. */
    public static Retention last(int count) {
        return new Retention(count, ANY_AGE);
    }

    /** Keeps the messages of the last {@code age}. */
    public static Retention forDuration(Duration age) {
        return new Retention(Integer.MAX_VALUE, age);
    }
}

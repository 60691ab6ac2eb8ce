package dev.simbroker;

import java.time.Duration;

/**
 * A limit on the messages that a topic keeps for subscriptions to come, see {@link Broker#retain}.
 *
 * @param count the number of messages, the newest ones
 * @param age the age of the oldest message
 */
public record Retention(int count, Duration age) {

    /** The longest age: practically no limit. */
    private static final Duration ANY_AGE = Duration.ofNanos(Long.MAX_VALUE);

    /** Keeps nothing, the default of a topic. */
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

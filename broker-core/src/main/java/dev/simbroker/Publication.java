package dev.simbroker;

import dev.simbroker.internal.message.Headers;
import dev.simbroker.internal.message.Payloads;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be published: a {@link Message} before the broker has given it an id and a timestamp.
 *
 * @param topic where to
 * @param payload what it carries
 * @param key what it is about
 * @param headers what is said about it; unmodifiable
 * @param priority from 0, the default, to {@value #HIGHEST_PRIORITY}; higher ones are delivered first
 * @param delay how long subscriptions keep it back
 * @param timeToLive how long it is worth delivering, from its publication
 * @param id an explicit id: within the broker's deduplication window, a second publication of the same id to the topic is a
 *     duplicate
 * @param <T> what it carries
 */
public record Publication<T>(
        Topic<T> topic,
        T payload,
        Optional<String> key,
        Map<String, String> headers,
        int priority,
        Duration delay,
        Optional<Duration> timeToLive,
        Optional<String> id) {

    /** The highest priority, as in JMS; AMQP's default of 0 is the lowest. */
    public static final int HIGHEST_PRIORITY = 9;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the payload is not of the topic's type, the priority not from 0 to 9, the delay negative
     *     or the time to live not greater than zero
     */
    public Publication {
        Payloads.check(topic, payload);
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("a priority must be from 0 to " + HIGHEST_PRIORITY + ": " + priority);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a publication's delay must not be negative: " + delay);
        }
        if (timeToLive.isPresent() && !timeToLive.get().isPositive()) {
            throw new IllegalArgumentException("a time to live must be greater than zero: " + timeToLive.get());
        }
        headers = Headers.copyOf(headers);
    }

    /** A publication of {@code payload} and nothing else. */
    public static <T> Publication<T> of(Topic<T> topic, T payload) {
        return new Publication<>(
                topic, payload, Optional.empty(), Headers.NONE, 0, Duration.ZERO, Optional.empty(), Optional.empty());
    }

    /** The same with a key. */
    public Publication<T> withKey(String newKey) {
        return new Publication<>(topic, payload, Optional.of(newKey), headers, priority, delay, timeToLive, id);
    }

    /** The same with one more header; a header of that name is replaced. */
    public Publication<T> withHeader(String name, String value) {
        Headers more = Headers.copyOf(headers).with(name, value);
        return new Publication<>(topic, payload, key, more, priority, delay, timeToLive, id);
    }

    /** The same with a priority. */
    public Publication<T> withPriority(int newPriority) {
        return new Publication<>(topic, payload, key, headers, newPriority, delay, timeToLive, id);
    }

    /** The same, to be kept back for {@code newDelay}. */
    public Publication<T> withDelay(Duration newDelay) {
        return new Publication<>(topic, payload, key, headers, priority, newDelay, timeToLive, id);
    }

    /** The same with a time to live. */
    public Publication<T> withTimeToLive(Duration newTimeToLive) {
        return new Publication<>(topic, payload, key, headers, priority, delay, Optional.of(newTimeToLive), id);
    }

    /** The same with an explicit id. */
    public Publication<T> withId(String newId) {
        return new Publication<>(topic, payload, key, headers, priority, delay, timeToLive, Optional.of(newId));
    }
}

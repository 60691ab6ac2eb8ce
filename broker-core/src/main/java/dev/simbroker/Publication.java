package dev.simbroker;

import dev.simbroker.internal.message.Headers;
import dev.simbroker.internal.message.Payloads;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published: a {@link Message} before the broker has given it an id and a timestamp. Immutable; the
 * methods with a parameter return changed copies.
 *
 * @param <T> the type of the payload
 */
public final class Publication<T> {

    /** The highest priority, as in JMS; AMQP's default of 0 is the lowest. */
    public static final int HIGHEST_PRIORITY = 9;

    private final Topic<T> topic;
    private final T payload;
    private final Optional<String> key;
    private final Headers headers;
    private final int priority;
    private final Duration delay;
    private final Optional<Duration> timeToLive;
    private final Optional<String> deduplicationId;

    private Publication(
            Topic<T> topic,
            T payload,
            Optional<String> key,
            Headers headers,
            int priority,
            Duration delay,
            Optional<Duration> timeToLive,
            Optional<String> deduplicationId) {
        this.topic = topic;
        this.payload = payload;
        this.key = key;
        this.headers = headers;
        this.priority = priority;
        this.delay = delay;
        this.timeToLive = timeToLive;
        this.deduplicationId = deduplicationId;
    }

    /**
     * A publication of {@code payload} and nothing else.
     *
     * @throws IllegalArgumentException if the payload is not of the topic's type
     */
    public static <T> Publication<T> of(Topic<T> topic, T payload) {
        Payloads.check(topic, payload);
        return new Publication<>(
                topic, payload, Optional.empty(), Headers.NONE, 0, Duration.ZERO, Optional.empty(), Optional.empty());
    }

    // ---- what it says ----

    /** The topic to publish to. */
    public Topic<T> topic() {
        return topic;
    }

    /** The payload. */
    public T payload() {
        return payload;
    }

    /** The key, such as an order's number: messages with the same key belong together. */
    public Optional<String> key() {
        return key;
    }

    /** Application-defined metadata; unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * The priority, from 0, the default, to {@value #HIGHEST_PRIORITY}; messages with a higher one are delivered first.
     */
    public int priority() {
        return priority;
    }

    /** How long subscriptions keep the message back; zero by default. */
    public Duration delay() {
        return delay;
    }

    /** How long the message is worth delivering, from its publication; empty if for ever. */
    public Optional<Duration> timeToLive() {
        return timeToLive;
    }

    /**
     * The explicit id: within the broker's deduplication window, a second publication with the same id to the topic is
     * a duplicate.
     */
    public Optional<String> deduplicationId() {
        return deduplicationId;
    }

    // ---- copies ----

    /** A copy with that key. */
    public Publication<T> key(String newKey) {
        return new Publication<>(
                topic, payload, Optional.of(newKey), headers, priority, delay, timeToLive, deduplicationId);
    }

    /** A copy with one more header; a header of that name is replaced. */
    public Publication<T> header(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** A copy with these headers instead of its own. */
    public Publication<T> headers(Map<String, String> newHeaders) {
        return withHeaders(Headers.copyOf(newHeaders));
    }

    private Publication<T> withHeaders(Headers newHeaders) {
        return new Publication<>(topic, payload, key, newHeaders, priority, delay, timeToLive, deduplicationId);
    }

    /**
     * A copy with that priority.
     *
     * @throws IllegalArgumentException if it is not from 0 to {@value #HIGHEST_PRIORITY}
     */
    public Publication<T> priority(int newPriority) {
        if (newPriority < 0 || newPriority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("a priority must be from 0 to " + HIGHEST_PRIORITY + ": " + newPriority);
        }
        return new Publication<>(topic, payload, key, headers, newPriority, delay, timeToLive, deduplicationId);
    }

    /**
     * A copy that subscriptions keep back for {@code newDelay}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Publication<T> delay(Duration newDelay) {
        if (newDelay.isNegative()) {
            throw new IllegalArgumentException("a publication's delay must not be negative: " + newDelay);
        }
        return new Publication<>(topic, payload, key, headers, priority, newDelay, timeToLive, deduplicationId);
    }

    /**
     * A copy with that time to live.
     *
     * @throws IllegalArgumentException if it is not greater than zero
     */
    public Publication<T> timeToLive(Duration newTimeToLive) {
        if (!newTimeToLive.isPositive()) {
            throw new IllegalArgumentException("a time to live must be greater than zero: " + newTimeToLive);
        }
        return new Publication<>(
                topic, payload, key, headers, priority, delay, Optional.of(newTimeToLive), deduplicationId);
    }

    /** A copy with that explicit id. */
    public Publication<T> deduplicationId(String newId) {
        return new Publication<>(topic, payload, key, headers, priority, delay, timeToLive, Optional.of(newId));
    }

    // ---- identity ----

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Publication<?> that
                && topic.equals(that.topic)
                && payload.equals(that.payload)
                && key.equals(that.key)
                && headers.equals(that.headers)
                && priority == that.priority
                && delay.equals(that.delay)
                && timeToLive.equals(that.timeToLive)
                && deduplicationId.equals(that.deduplicationId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, payload, key, headers, priority, delay, timeToLive, deduplicationId);
    }

    @Override
    public String toString() {
        return "Publication[topic=" + topic + ", payload=" + payload + ", key=" + key + ", headers=" + headers
                + ", priority=" + priority + ", delay=" + delay + ", timeToLive=" + timeToLive + ", deduplicationId="
                + deduplicationId + "]";
    }
}

package dev.simbroker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was published.
 *
 * @param id its number, unique within its broker, ascending in order of publication
 * @param topic the topic it was published to
 * @param key what it is about: messages of one key belong together
 * @param payload what it carries
 * @param headers what is said about it; unmodifiable
 * @param timestamp when it was published, in the broker's time
 * @param priority from 0 to 9; higher ones are delivered first
 * @param expiry when it is no longer worth delivering
 * @param deduplicationId the explicit id that its publisher gave it
 * @param <T> what it carries
 */
public record Message<T>(
        long id,
        Topic<T> topic,
        Optional<String> key,
        T payload,
        Map<String, String> headers,
        Instant timestamp,
        int priority,
        Optional<Instant> expiry,
        Optional<String> deduplicationId) {

    /** The header in which a {@link Publisher} leaves its name. */
    public static final String PUBLISHER = "publisher";
}

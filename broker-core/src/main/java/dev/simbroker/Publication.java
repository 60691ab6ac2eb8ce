package dev.simbroker;

import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param <T> what it carries
 */
public record Publication<T>(Topic<T> topic, T payload, Optional<String> key, Map<String, String> headers) {

    /**
     * Checks the payload's type.
     *
     * @throws IllegalArgumentException if the payload is not of the topic's type
     */
    public Publication {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(key, "key");
        if (!topic.type().isInstance(payload)) {
            throw new IllegalArgumentException("the payload for " + topic + " must be a "
                    + topic.type().getName() + ": " + payload.getClass().getName());
        }
        headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A publication of {@code payload} without key and headers. */
    public static <T> Publication<T> of(Topic<T> topic, T payload) {
        return new Publication<>(topic, payload, Optional.empty(), Map.of());
    }

    /** The same with a key. */
    public Publication<T> withKey(String newKey) {
        return new Publication<>(topic, payload, Optional.of(newKey), headers);
    }

    /** The same with one more header; a header of that name is replaced. */
    public Publication<T> withHeader(String name, String value) {
        var extended = new LinkedHashMap<>(headers);
        extended.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new Publication<>(topic, payload, key, extended);
    }
}

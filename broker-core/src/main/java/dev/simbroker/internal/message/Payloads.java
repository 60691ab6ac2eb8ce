package dev.simbroker.internal.message;

import dev.simbroker.Topic;
import java.util.Objects;

/** Checks payloads against the type of their topic. */
public final class Payloads {

    private Payloads() {}

    /**
     * Checks a payload.
     *
     * @throws IllegalArgumentException if it is not of the topic's type
     */
    public static <T> void check(Topic<T> topic, T payload) {
        Objects.requireNonNull(payload, "payload");
        if (!topic.type().isInstance(payload)) {
            throw new IllegalArgumentException("the payload for " + topic + " must be a "
                    + topic.type().getName() + ": " + payload.getClass().getName());
        }
    }
}

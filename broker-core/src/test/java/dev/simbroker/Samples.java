package dev.simbroker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Messages for tests of the parts of a subscription. */
final class Samples {

    private static final Topic<String> TOPIC = Topic.of("t", String.class);

    private Samples() {}

    /** A message that is due at once and does not expire. */
    static Posted<String> posted(int priority, long id) {
        var message = new Message<>(
                id,
                TOPIC,
                Optional.empty(),
                "x",
                Map.of(),
                Instant.EPOCH,
                priority,
                Optional.empty(),
                Optional.empty());
        return new Posted<>(message, 0);
    }
}

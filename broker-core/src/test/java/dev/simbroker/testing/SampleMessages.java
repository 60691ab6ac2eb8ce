package dev.simbroker.testing;

import dev.simbroker.Publication;
import dev.simbroker.Topic;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.Origin;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.time.Simulation;

/** Messages for tests of the parts of a subscription. */
public final class SampleMessages {

    /** Of a simulation whose time stands still. */
    private static final Origin<String> ORIGIN =
            new Origin<>(Topic.of("t", String.class), Simulation.create().spi());

    private SampleMessages() {}

    public static Origin<String> origin() {
        return ORIGIN;
    }

    /** A log without messages. */
    public static TopicLog<String> log() {
        return new TopicLog<>(ORIGIN);
    }

    /** A message that is due at once and does not expire. */
    public static StoredMessage<String> message(int priority, long id) {
        var publication = Publication.of(ORIGIN.topic(), "x").priority(priority);
        return StoredMessage.now(ORIGIN, publication.payload(), Attributes.of(publication), id);
    }
}

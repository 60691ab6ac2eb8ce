package dev.simbroker.testing;

import dev.simbroker.Publication;
import dev.simbroker.Topic;
import dev.simbroker.internal.broker.LocalTopic;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.time.Simulation;

/** Messages for tests of the parts of a subscription. */
public final class SampleMessages {

    /** Of a simulation whose time stands still. */
    private static final LocalTopic<String> TOPIC =
            new LocalTopic<>(Topic.of("t", String.class), Simulation.create().spi(), new IdWindow(0, 0));

    private SampleMessages() {}

    public static LocalTopic<String> topic() {
        return TOPIC;
    }

    /** A log without messages. */
    public static TopicLog<String> log() {
        return new TopicLog<>(TOPIC);
    }

    /** A message that is due at once and does not expire. */
    public static StoredMessage<String> posted(int priority, long id) {
        var publication = Publication.of(TOPIC.topic(), "x").withPriority(priority);
        return StoredMessage.now(TOPIC, publication.payload(), Attributes.of(publication), id);
    }
}

package dev.simbroker;

import dev.simbroker.time.Simulation;

/** Messages for tests of the parts of a subscription. */
final class Samples {

    /** Of a simulation whose time stands still. */
    private static final LocalTopic<String> TOPIC =
            new LocalTopic<>(Topic.of("t", String.class), Simulation.create(), new SeenIds(0, 0));

    private Samples() {}

    static LocalTopic<String> topic() {
        return TOPIC;
    }

    /** A log without messages. */
    static TopicLog<String> log() {
        return new TopicLog<>(TOPIC);
    }

    /** A message that is due at once and does not expire. */
    static Posted<String> posted(int priority, long id) {
        var publication = Publication.of(TOPIC.topic(), "x").withPriority(priority);
        return Posted.now(TOPIC, publication.payload(), Attributes.of(publication), id);
    }
}

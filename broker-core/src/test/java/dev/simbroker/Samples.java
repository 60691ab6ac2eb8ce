package dev.simbroker;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;

/** Messages for tests of the parts of a subscription. */
final class Samples {

    private static final Topic<String> TOPIC = Topic.of("t", String.class);
    /** Its time stands still. */
    private static final Scheduler SCHEDULER = Simulation.create();

    private Samples() {}

    /** A message that is due at once and does not expire. */
    static Posted<String> posted(int priority, long id) {
        var publication = Publication.of(TOPIC, "x").withPriority(priority);
        return Posted.now(publication, publication.headers(), id, SCHEDULER);
    }
}

package dev.simbroker.demo;

import java.time.Duration;
import java.util.List;

/**
 * A model of a messaging system, as read from a file by {@link ScenarioReader}.
 *
 * @param until how long it runs
 * @param publishers who publishes, in the order in which they start
 * @param subscribers who receives, in the order in which they start, after the publishers
 */
record Scenario(Duration until, List<PublisherSpec> publishers, List<SubscriberSpec> subscribers) {

    /** A publisher that publishes to {@code topic} at the start and again after each {@code interval}. */
    record PublisherSpec(String name, String topic, Duration interval) {}

    /** A subscriber that works for {@code processing} on each message from {@code topics}. */
    record SubscriberSpec(String name, List<String> topics, Duration processing) {}

    Scenario withUntil(Duration newUntil) {
        return new Scenario(newUntil, publishers, subscribers);
    }
}

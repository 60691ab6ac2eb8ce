package dev.simbroker.demo;

import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A description of a messaging system, as {@link ScenarioReader} reads it from a file.
 *
 * @param until the simulated time for which it runs
 * @param publishers the publishers, in the order in which they start
 * @param subscribers the subscribers, in the order in which they start, after the publishers
 * @param print the sections that are printed, unless the command line names others
 */
record Scenario(Duration until, List<PublisherSpec> publishers, List<SubscriberSpec> subscribers, Set<Section> print) {

    Scenario {
        print = Set.copyOf(print);
    }

    /**
     * A publisher that publishes to {@code topic} when it starts and again after each {@code interval}.
     *
     * @param name its name
     * @param topic the topic
     * @param startAt when it starts
     * @param interval the time between two bursts
     * @param count the number of messages
     * @param burst the number of messages at a time
     * @param keys the keys of the messages, in turn; none if empty
     * @param delay the time before each can be delivered
     * @param timeToLive the time after which each expires; empty if never
     */
    record PublisherSpec(
            String name,
            String topic,
            Duration startAt,
            Duration interval,
            long count,
            int burst,
            List<String> keys,
            Duration delay,
            Optional<Duration> timeToLive) {}

    /**
     * A subscriber that works for {@code processing} on each message from {@code topics}.
     *
     * @param name its name
     * @param topics the topics
     * @param processing the simulated time that it works on each message
     * @param subscription the settings of its subscription
     * @param members the number of subscribers of this kind
     * @param failEvery every n-th attempt is not acknowledged; 0 for none
     * @param crashAt when it crashes; empty for never
     * @param restartAt when it starts again; empty for never
     */
    record SubscriberSpec(
            String name,
            List<String> topics,
            Duration processing,
            Subscription subscription,
            int members,
            int failEvery,
            Optional<Duration> crashAt,
            Optional<Duration> restartAt) {

        List<String> memberNames() {
            return members == 1
                    ? List.of(name)
                    : IntStream.rangeClosed(1, members)
                            .mapToObj(number -> name + "-" + number)
                            .toList();
        }
    }

    Scenario withUntil(Duration newUntil) {
        return new Scenario(newUntil, publishers, subscribers, print);
    }

    /** The names of the dead-letter topics. */
    Set<String> deadLetterTopics() {
        return subscribers.stream()
                .flatMap(subscriber -> subscriber.subscription().retry().deadLetter().stream())
                .map(topic -> topic.name())
                .collect(Collectors.toSet());
    }
}

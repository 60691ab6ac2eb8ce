package dev.simbroker.demo;

import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model of a messaging system, as read from a file by {@link ScenarioReader}.
 *
 * @param until how long it runs
 * @param publishers who publishes, in the order in which they start
 * @param subscribers who receives, in the order in which they start, after the publishers
 * @param print what is printed, unless the command line says otherwise
 */
record Scenario(Duration until, List<PublisherSpec> publishers, List<SubscriberSpec> subscribers, Set<Part> print) {

    Scenario {
        print = Set.copyOf(print);
    }

    /**
     * A publisher that publishes to {@code topic} when it starts and again after each {@code interval}.
     *
     * @param startAt when it starts
     * @param count how many messages, if not without end
     * @param burst how many of them at a time
     * @param keys the keys of the messages, in turn; none if empty
     * @param delay how long each is kept back
     * @param timeToLive how long each is worth delivering, if not for ever
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
     * @param subscription how messages are delivered
     * @param members how many of its kind there are
     * @param failEvery each attempt of this number is not acknowledged; none if 0
     * @param crashAt when it crashes, if ever
     * @param restartAt when it starts again, if ever
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

    /** The names of the topics that carry dead letters. */
    Set<String> deadLetterTopics() {
        return subscribers.stream()
                .flatMap(subscriber -> subscriber.subscription().retry().deadLetter().stream())
                .map(topic -> topic.name())
                .collect(Collectors.toSet());
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.TopicStatistics;
import java.util.List;
import java.util.function.ToLongFunction;

/** What was counted of the topics that a broker has forgotten. Guarded by the broker's guard. */
final class ForgottenTopics {

    /** Sums at one moment. */
    private record Sums(String topic, long accepted, long unrouted, long duplicates, long rejected)
            implements TopicStatistics {}

    private TopicStatistics sums = new Sums("#", 0, 0, 0, 0);

    void add(TopicStatistics topic) {
        sums = and(List.of(topic));
    }

    /** The sums with those of other topics. */
    TopicStatistics and(List<? extends TopicStatistics> topics) {
        return new Sums(
                sums.topic(),
                sum(topics, TopicStatistics::accepted),
                sum(topics, TopicStatistics::unrouted),
                sum(topics, TopicStatistics::duplicates),
                sum(topics, TopicStatistics::rejected));
    }

    private long sum(List<? extends TopicStatistics> topics, ToLongFunction<TopicStatistics> count) {
        return count.applyAsLong(sums) + topics.stream().mapToLong(count).sum();
    }
}

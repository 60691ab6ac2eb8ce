package dev.simbroker.demo;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The results of a run, from the counters of its broker.
 *
 * @param scenario what was run
 * @param model what ran
 */
record Report(Scenario scenario, Model model) {

    /** Prints those of the given sections that are printed after a run to standard output. */
    void print(Set<Section> sections, PrintStream out) {
        if (sections.contains(Section.STATISTICS)) {
            printStatistics(out);
        }
        if (sections.contains(Section.SUMMARY)) {
            printSummary(out);
        }
        if (sections.contains(Section.METERS)) {
            Meters.of(model).print(out);
        }
    }

    /** Prints the statistics of the original program, and further counts that are not zero. */
    private void printStatistics(PrintStream out) {
        out.print("\n=== Statistics ===\n");
        printTotals(out);
        subscriptions().forEach((name, destinations) -> {
            out.print(name + " received: " + sum(destinations, SubscriptionStatistics::received) + "\n");
            printCount(out, name + " acknowledged", sum(destinations, SubscriptionStatistics::acked));
            printCount(out, name + " redelivered", sum(destinations, Report::redelivered));
            printCount(out, name + " dead-lettered", sum(destinations, SubscriptionStatistics::deadLettered));
            printCount(out, name + " dropped", sum(destinations, SubscriptionStatistics::dropped));
        });
    }

    /** Prints a row for each subscription. */
    private void printSummary(PrintStream out) {
        out.print("\n=== Summary ===\n");
        printTotals(out);
        out.print("\n");
        new Summary(subscriptions()).print(out);
    }

    private void printTotals(PrintStream out) {
        out.print("Messages published: " + published() + "\n");
        out.print("Messages delivered: " + delivered() + "\n");
    }

    private static void printCount(PrintStream out, String what, long count) {
        if (count > 0) {
            out.print(what + ": " + count + "\n");
        }
    }

    /** The number of messages published, without dead letters. */
    long published() {
        Set<String> deadLetterTopics = scenario.deadLetterTopics();
        return model.broker().topics().stream()
                .filter(topic -> !deadLetterTopics.contains(topic.topic()))
                .mapToLong(Report::published)
                .sum();
    }

    private static long published(TopicStatistics topic) {
        return topic.accepted() + topic.unrouted() + topic.duplicates() + topic.rejected();
    }

    /** The number of messages put into subscription queues. */
    long delivered() {
        return sum(model.broker().subscriptions(), SubscriptionStatistics::delivered);
    }

    /** Each subscription by its name, with its destinations. */
    private Map<String, List<SubscriptionStatistics>> subscriptions() {
        return model.broker().subscriptions().stream()
                .collect(groupingBy(SubscriptionStatistics::subscription, LinkedHashMap::new, toList()));
    }

    static long sum(List<SubscriptionStatistics> destinations, ToLongFunction<SubscriptionStatistics> count) {
        return destinations.stream().mapToLong(count).sum();
    }

    static long redelivered(SubscriptionStatistics subscription) {
        return Arrays.stream(RedeliveryCause.values())
                .mapToLong(subscription::redelivered)
                .sum();
    }
}

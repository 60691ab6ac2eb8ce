package dev.simbroker.demo;

import dev.simbroker.Broker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Prints the results of a run from the meters of a registry.
 *
 * @param registry the registry
 * @param out standard output
 */
record Report(MeterRegistry registry, PrintStream out) {

    private static final List<String> HEADINGS = List.of("meter", "tags", "statistic", "value");

    /** Prints the given sections, except event lines and speed. */
    void print(Set<Section> sections, Scenario scenario, Broker broker) {
        if (sections.contains(Section.STATISTICS)) {
            printStatistics(scenario);
        }
        if (sections.contains(Section.SUMMARY)) {
            printSummary(scenario, new Summary(broker.subscriptions()));
        }
        if (sections.contains(Section.METERS)) {
            printMeters();
        }
    }

    /** Prints the statistics of the original program, and further counts that are not zero. */
    private void printStatistics(Scenario scenario) {
        out.print("\n=== Statistics ===\n");
        printTotals(scenario);
        var subscriptions = scenario.subscribers().stream()
                .map(subscriber -> subscriber.subscription().name())
                .distinct();
        subscriptions.forEach(subscription -> {
            printCount(subscription, "received", "broker.received", true);
            printCount(subscription, "acknowledged", "broker.acked", false);
            printCount(subscription, "redelivered", "broker.redelivered", false);
            printCount(subscription, "dead-lettered", "broker.deadlettered", false);
            printCount(subscription, "dropped", "broker.dropped", false);
        });
    }

    /** Prints a row for each subscription. */
    private void printSummary(Scenario scenario, Summary summary) {
        out.print("\n=== Summary ===\n");
        printTotals(scenario);
        out.print("\n");
        summary.print(out);
    }

    private void printTotals(Scenario scenario) {
        out.print("Messages published: " + published(scenario) + "\n");
        out.print("Messages delivered: " + delivered() + "\n");
    }

    /** The number of messages published, without dead letters. */
    long published(Scenario scenario) {
        var deadLetters = scenario.deadLetterTopics();
        return sum("broker.published", id -> !deadLetters.contains(id.getTag("destination")));
    }

    /** The number of messages put into subscription queues. */
    long delivered() {
        return sum("broker.delivered", id -> true);
    }

    private void printCount(String subscription, String what, String meter, boolean always) {
        long count = sum(meter, id -> subscription.equals(id.getTag("subscription")));
        if (always || count > 0) {
            out.print(subscription + " " + what + ": " + count + "\n");
        }
    }

    private long sum(String name, Predicate<Meter.Id> which) {
        return (long) registry.find(name).functionCounters().stream()
                .filter(counter -> which.test(counter.getId()))
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    /** Prints all meters as a table. */
    private void printMeters() {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADINGS);
        registry.getMeters().stream()
                .sorted(Comparator.comparing((Meter meter) -> meter.getId().getName())
                        .thenComparing(meter -> tags(meter.getId())))
                .forEach(meter -> meter.measure().forEach(measurement -> rows.add(row(meter, measurement))));
        out.print("\n=== Meters ===\n");
        new Table(HEADINGS.size() - 1, rows).print(out);
    }

    private static List<String> row(Meter meter, Measurement measurement) {
        String unit = meter.getId().getBaseUnit();
        return List.of(
                meter.getId().getName() + (unit == null ? "" : " (" + unit + ")"),
                tags(meter.getId()),
                measurement.getStatistic().getTagValueRepresentation(),
                new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(measurement.getValue()));
    }

    private static String tags(Meter.Id id) {
        return id.getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", "));
    }
}

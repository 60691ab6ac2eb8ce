package dev.simbroker.demo;

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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints what a registry's meters say after a run. */
record Report(MeterRegistry registry, PrintStream out) {

    private static final List<String> HEADINGS = List.of("meter", "tags", "statistic", "value");

    /** The statistics of the original program, and further ones where there is something to tell. */
    void printStatistics(Scenario scenario) {
        var deadLetters = scenario.deadLetterTopics();
        out.print("\n=== Statistics ===\n");
        out.print("Messages published: "
                + sum("broker.published", id -> !deadLetters.contains(id.getTag("destination"))) + "\n");
        out.print("Messages delivered: " + sum("broker.delivered", id -> true) + "\n");
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

    /** Every meter, as a table. */
    void printMeters() {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADINGS);
        registry.getMeters().stream()
                .sorted(Comparator.comparing((Meter meter) -> meter.getId().getName())
                        .thenComparing(meter -> tags(meter.getId())))
                .forEach(meter -> meter.measure().forEach(measurement -> rows.add(row(meter, measurement))));
        var widths = IntStream.range(0, HEADINGS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        out.print("\n=== Meters ===\n");
        for (var row : rows) {
            String line = IntStream.range(0, row.size())
                    .mapToObj(column -> pad(row.get(column), widths[column], column == row.size() - 1))
                    .collect(Collectors.joining("  "));
            out.print(line.stripTrailing() + "\n");
        }
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

    private static String pad(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }
}

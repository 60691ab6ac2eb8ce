package dev.simbroker.demo;

import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every meter of a broker. They read counters that the broker has anyway, so it is enough to make them after a run.
 *
 * @param registry where they are registered
 */
record Meters(MeterRegistry registry) {

    private static final List<String> HEADINGS = List.of("meter", "tags", "statistic", "value");

    /** A meter with its tags in words. */
    private record Tagged(Meter meter, String tags) {

        String name() {
            return meter.getId().getName();
        }

        List<String> row(Measurement measurement) {
            String unit = meter.getId().getBaseUnit();
            return List.of(
                    unit == null ? name() : name() + " (" + unit + ")",
                    tags,
                    measurement.getStatistic().getTagValueRepresentation(),
                    new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                            .format(measurement.getValue()));
        }
    }

    static Meters of(Model model) {
        var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(model.simulation()));
        new BrokerMetrics(model.broker()).bindTo(registry);
        return new Meters(registry);
    }

    /** Prints them as a table. */
    void print(PrintStream out) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADINGS);
        registry.getMeters().stream()
                .map(meter -> new Tagged(meter, tags(meter.getId())))
                .sorted(Comparator.comparing(Tagged::name).thenComparing(Tagged::tags))
                .forEach(tagged -> tagged.meter.measure().forEach(measurement -> rows.add(tagged.row(measurement))));
        out.print("\n=== Meters ===\n");
        new Table(HEADINGS.size() - 1, rows).print(out);
    }

    private static String tags(Meter.Id id) {
        return id.getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", "));
    }
}

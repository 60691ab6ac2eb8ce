package dev.simbroker.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results, as Markdown tables and as JSON with all samples.
 *
 * @param machine the machine
 * @param effort the effort
 * @param measurements the measured groups
 */
record Report(Machine machine, Effort effort, List<Measurement> measurements) {

    /** Prints a table in Markdown for each group. */
    void print(PrintStream out) {
        out.printf("%n%s; %s%n", machine, effort);
        for (Measurement measurement : measurements) {
            out.printf("%n### %s%n%n", measurement.group().title());
            out.printf("Rounds: %d.%n%n", measurement.rounds());
            out.print("| what | median | from | to | | to reach | reached |\n|---|---|---|---|---|---|---|\n");
            measurement.outcomes().forEach(outcome -> out.print(row(outcome)));
        }
    }

    private static String row(Outcome outcome) {
        Target target = outcome.figure().target();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s |\n",
                outcome.figure().name(),
                number(outcome.median()),
                number(outcome.min()),
                number(outcome.max()),
                outcome.figure().formula().unit(),
                target.text(),
                target instanceof Target.None ? "" : outcome.isReached() ? "yes" : "no");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
    }

    /** Writes all results as JSON. */
    void write(Path file) {
        var json = new LinkedHashMap<String, Object>();
        json.put("machine", machine);
        json.put("effort", effort);
        json.put("groups", measurements.stream().map(Report::json).toList());
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file, json);
    }

    private static Map<String, Object> json(Measurement measurement) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", measurement.group().name());
        json.put("rounds", measurement.rounds());
        json.put(
                "samples",
                measurement.samples().entrySet().stream().map(Report::json).toList());
        json.put("figures", measurement.outcomes().stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Map.Entry<Contender, List<Sample>> entry) {
        var json = new LinkedHashMap<String, Object>();
        switch (entry.getKey()) {
            case Timed timed -> {
                json.put("benchmark", timed.benchmark());
                json.put("params", timed.parameters());
                json.put("carrying", timed.carrying().name());
            }
            case Retained retained -> {
                json.put("benchmark", "Footprint." + retained.footprint());
                json.put("params", Map.of("count", Integer.toString(retained.count())));
            }
        }
        json.put(
                "nanosPerOperation",
                entry.getValue().stream().map(Sample::nanos).map(Report::orNull).toList());
        json.put(
                "bytes",
                entry.getValue().stream().map(Sample::bytes).map(Report::orNull).toList());
        return json;
    }

    /** The value, or null for NaN, which JSON lacks. */
    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static Map<String, Object> json(Outcome outcome) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", outcome.figure().name());
        json.put("unit", outcome.figure().formula().unit());
        json.put("values", outcome.values());
        json.put("median", outcome.median());
        json.put("min", outcome.min());
        json.put("max", outcome.max());
        json.put("toReach", outcome.figure().target().text());
        json.put("reached", outcome.isReached());
        return json;
    }
}

package dev.simbroker.demo;

import dev.simbroker.time.Simulation;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command that runs a scenario. */
@Command(
        name = "run",
        description = "Runs a scenario and prints its events and statistics.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

    private final OutputStream standardOutput;
    private final PrintWriter standardError;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|FILE.yaml",
            defaultValue = Scenarios.DEFAULT,
            description = "The scenario, by its name or from a file; '${DEFAULT-VALUE}' if left out.")
    private String scenario = Scenarios.DEFAULT;

    @Option(names = "--list", description = "Lists the scenarios that have a name, and runs none.")
    private boolean list;

    @Option(
            names = "--until",
            paramLabel = "SECONDS",
            converter = Seconds.Converter.class,
            description = "Runs for that long, whatever the scenario says.")
    private @Nullable Duration until;

    @Option(
            names = "--print",
            paramLabel = "PART",
            split = ",",
            converter = Section.Converter.class,
            description =
                    "What is printed, whatever the scenario says: events, statistics, summary, meters, speed; several"
                            + " with commas between them.")
    private @Nullable List<Section> print;

    @Option(names = "--metrics", description = "Prints every meter after the statistics.")
    private boolean metrics;

    @Option(names = "--quiet", description = "Leaves out the event lines.")
    private boolean quiet;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + Simulation.DEFAULT_SEED,
            converter = SeedConverter.class,
            description = "The seed of every random choice; ${DEFAULT-VALUE} if left out.")
    private long seed;

    RunCommand(OutputStream standardOutput, PrintWriter standardError) {
        this.standardOutput = standardOutput;
        this.standardError = standardError;
    }

    @Override
    public Integer call() throws ScenarioException {
        if (list) {
            write(RunCommand::printNames);
        } else {
            Scenario found = Scenarios.find(scenario);
            write(out -> run(until == null ? found : found.withUntil(until), out));
        }
        return 0;
    }

    private void write(Consumer<PrintStream> content) {
        try (var end = EarlyEnd.ofThisThread()) {
            var out = output(end);
            try {
                content.accept(out);
            } finally {
                out.flush();
            }
            if (out.checkError()) {
                throw new OutputException();
            }
        }
    }

    /** Standard output, which ends the run when it cannot be written. It is never closed: it is not this command's. */
    private PrintStream output(EarlyEnd end) {
        var buffered = new BufferedOutputStream(new WatchedOutput(standardOutput, end::now), 1 << 16);
        return new PrintStream(buffered, false, StandardCharsets.UTF_8);
    }

    private static void printNames(PrintStream out) {
        Scenarios.names().forEach(name -> out.printf("%-22s%s\n", name, Scenarios.description(name)));
    }

    private void run(Scenario scenario, PrintStream out) {
        var sections = sections(scenario);
        try (var model = new Model(scenario, seed)) {
            if (sections.contains(Section.EVENTS)) {
                var lines = new EventLines(model.simulation(), out);
                model.broker().addListener(lines);
                model.onNote(lines::print);
            }
            Duration real =
                    Progress.run(model.simulation(), scenario.until(), !sections.contains(Section.EVENTS), out::flush);
            var report = new Report(scenario, model);
            report.print(sections, out);
            // checkError() also flushes, so that the speed comes last if both streams go to the same place
            if (sections.contains(Section.SPEED) && !out.checkError()) {
                var simulated = model.simulation().elapsed();
                new Speed(report.published(), report.delivered(), simulated, real).print(standardError);
            }
        }
    }

    private Set<Section> sections(Scenario scenario) {
        var sections = EnumSet.copyOf(print == null ? scenario.print() : print);
        if (metrics) {
            sections.add(Section.METERS);
        }
        if (quiet) {
            sections.remove(Section.EVENTS);
        }
        return sections;
    }

    private static final class SeedConverter implements ITypeConverter<Long> {

        @Override
        public Long convert(String value) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "it must be a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE + ": " + value);
            }
        }
    }
}

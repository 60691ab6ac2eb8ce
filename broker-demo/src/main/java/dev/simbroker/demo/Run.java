package dev.simbroker.demo;

import dev.simbroker.time.Simulation;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that runs a scenario. */
@Command(
        name = "run",
        description = "Runs a scenario and prints its events and statistics.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class Run implements Callable<Integer> {

    private final OutputStream standardOutput;

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

    @Option(names = "--metrics", description = "Prints every meter after the statistics.")
    private boolean metrics;

    @Option(names = "--quiet", description = "Leaves out the event lines.")
    private boolean quiet;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + Simulation.DEFAULT_SEED,
            description = "The seed of every random choice; ${DEFAULT-VALUE} if left out.")
    private long seed;

    Run(OutputStream standardOutput) {
        this.standardOutput = standardOutput;
    }

    @Override
    public Integer call() throws ScenarioException {
        try (var out =
                new PrintStream(new BufferedOutputStream(standardOutput, 1 << 16), false, StandardCharsets.UTF_8)) {
            if (list) {
                Scenarios.names().forEach(name -> out.printf("%-22s%s\n", name, Scenarios.description(name)));
            } else {
                Scenario found = Scenarios.find(scenario);
                run(until == null ? found : found.withUntil(until), out);
            }
            out.flush();
            if (out.checkError()) {
                throw new OutputException();
            }
        }
        return 0;
    }

    private void run(Scenario scenario, PrintStream out) {
        try (var model = new Model(scenario, seed)) {
            if (!quiet) {
                var lines = new EventLines(model.simulation(), out);
                model.broker().addListener(lines);
                model.onNote(lines::print);
            }
            Progress.run(model.simulation(), scenario.until(), quiet, out::checkError);
            var report = new Report(model.registry(), out);
            report.printStatistics(scenario);
            if (metrics) {
                report.printMeters();
            }
        }
    }
}

package dev.simbroker.demo;

import dev.simbroker.time.Simulation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
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

    private static final String BUILT_IN = "original";

    private final OutputStream standardOutput;

    @Parameters(arity = "0..1", paramLabel = "FILE.yaml", description = "The scenario; the built-in one if left out.")
    private @Nullable Path file;

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
    public Integer call() throws ScenarioException, IOException {
        Scenario scenario = file == null ? builtIn(BUILT_IN) : ScenarioReader.readFile(file);
        if (until != null) {
            scenario = scenario.withUntil(until);
        }
        try (var out =
                new PrintStream(new BufferedOutputStream(standardOutput, 1 << 16), false, StandardCharsets.UTF_8)) {
            run(scenario, out);
        }
        return 0;
    }

    private void run(Scenario scenario, PrintStream out) {
        try (var model = new Model(scenario, seed)) {
            if (!quiet) {
                model.broker().addListener(new EventLines(model.simulation(), out));
            }
            Progress.run(model.simulation(), scenario.until());
            var report = new Report(model.registry(), out);
            report.printStatistics(scenario);
            if (metrics) {
                report.printMeters();
            }
        }
    }

    private static Scenario builtIn(String name) throws ScenarioException, IOException {
        String resource = "scenarios/" + name + ".yaml";
        try (InputStream in = Objects.requireNonNull(Run.class.getResourceAsStream(resource), resource)) {
            return ScenarioReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

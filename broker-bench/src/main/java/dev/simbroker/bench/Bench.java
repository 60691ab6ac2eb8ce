package dev.simbroker.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The benchmarks' command line: measures groups of figures and prints them as tables. */
@Command(
        name = "bench",
        description =
                "Measures Simbroker against what could be used instead. Without a group, measures all, which takes more"
                        + " than half an hour.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream progress;

    @Parameters(arity = "0..*", paramLabel = "GROUP", description = "What to measure; --list names them.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Lists the groups, and measures nothing.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes every number to a file too.")
    private @Nullable Path json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How often each is measured, in turn, in a new JVM each time, and some groups a multiple of that;"
                            + " ${DEFAULT-VALUE} if left out.")
    private int rounds;

    @Option(
            names = "--warmups",
            paramLabel = "N",
            defaultValue = "2",
            description = "Iterations that do not count; ${DEFAULT-VALUE} if left out.")
    private int warmups;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "2",
            description = "Iterations that count; ${DEFAULT-VALUE} if left out.")
    private int iterations;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How long an iteration lasts; ${DEFAULT-VALUE} if left out.")
    private int seconds;

    Bench(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    /** Runs the command line, and exits with its exit code unless that is 0. */
    public static void main(String[] args) {
        int code = commandLine(System.out, System.err).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The command line. The last of repeated options counts, since the build passes {@code --json} first. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new Bench(out, err)).setOverwrittenOptionsAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Catalogue.groups().forEach(group -> out.printf("%-20s%s%n", group.name(), group.title()));
            return 0;
        }
        var effort = new Effort(rounds, warmups, iterations, seconds);
        var measurements = new ArrayList<Measurement>();
        for (Group group : chosen()) {
            measurements.add(Measurement.of(
                    group, rounds * group.roundsFactor(), contender -> contender.measure(effort), progress));
            var report = new Report(Machine.here(), effort, measurements);
            if (json != null) {
                report.write(json); // after each group, so that an aborted run keeps its results
            }
        }
        new Report(Machine.here(), effort, measurements).print(out);
        return 0;
    }

    private List<Group> chosen() {
        var groups = Catalogue.groups();
        var known = groups.stream().map(Group::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("there is no group '" + name + "'; there are " + known);
            }
        }
        return groups.stream()
                .filter(group -> names.isEmpty() || names.contains(group.name()))
                .toList();
    }
}

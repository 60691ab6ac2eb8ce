package dev.simbroker.demo;

import dev.simbroker.time.StepLimitException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The demo's command line.
 *
 * <p>Exit codes: 0 after a run, 2 for an invalid command line or scenario, 1 for any other failure, such as output that
 * cannot be written. Each is explained by one line, which {@linkplain OneLine no input can change}.
 */
@Command(
        name = "broker-demo",
        description =
                "Runs models of messaging systems in simulated time. Without a command, runs the built-in scenario;"
                        + " options go behind 'run'.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Demo {

    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private static final String HINT = "; --help shows what there is";

    static final int FAILED = 1;
    private static final int REFUSED = 2;

    private Demo() {}

    /** Runs the command line, and exits with its exit code unless that is 0. */
    public static void main(String[] args) {
        useOneCarrier();
        Memory.prepare();
        // System.out would swallow write errors
        int code = execute(new FileOutputStream(FileDescriptor.out), System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /**
     * Lets all virtual threads share one carrier thread unless the user has set their number. Only one process runs at
     * a time anyway, and waking another core for each turn costs more than the turn.
     */
    private static void useOneCarrier() {
        if (System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS, "1");
        }
    }

    /** Runs a command line and returns its exit code. */
    static int execute(OutputStream out, OutputStream err, String... args) {
        var errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
        var commands = new CommandLine(new Demo())
                .addSubcommand(new RunCommand(out, errors))
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(errors)
                .setParameterExceptionHandler((e, wrong) -> refused(e, errors))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, errors));
        try {
            int code = args.length == 0 ? commands.execute("run") : commands.execute(args);
            return code == 0 && commands.getOut().checkError() ? failed(new OutputException(), errors) : code;
        } catch (OutOfMemoryError e) {
            Memory.endIfExhausted(e);
            throw e;
        }
    }

    private static int refused(ParameterException e, PrintWriter errors) {
        errors.println(OneLine.of(String.valueOf(e.getMessage()), OneLine.LONGEST - HINT.length()) + HINT);
        return REFUSED;
    }

    private static int failed(Exception e, PrintWriter errors) {
        if (e instanceof ScenarioException) {
            errors.println(e.getMessage());
            return REFUSED;
        }
        if (e instanceof OutputException || e instanceof StepLimitException) {
            errors.println(OneLine.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        } else {
            e.printStackTrace(errors); // no fault of the input: whoever mends it needs the stack
        }
        return FAILED;
    }
}

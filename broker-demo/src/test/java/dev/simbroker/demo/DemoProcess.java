package dev.simbroker.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged jar, started as users start it. */
record DemoProcess(List<String> command, Path folder) {

    private static final Path JAR = Path.of("target", "broker-demo.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** A process that keeps what it prints in {@code folder}. */
    static DemoProcess of(Path folder, List<String> options, String... args) {
        var command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(args));
        return new DemoProcess(command, folder);
    }

    /** The same by way of a shell, in whose words {@code "$@"} is the command. */
    DemoProcess in(String shell) {
        var words = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
        words.addAll(command);
        return new DemoProcess(words, folder);
    }

    Process start() throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(out().toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    Path out() {
        return folder.resolve("out");
    }

    CommandLineRun run() throws IOException, InterruptedException {
        return awaitEnd(start());
    }

    CommandLineRun awaitEnd(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        return new CommandLineRun(
                process.exitValue(), Files.readString(out()), Files.readString(folder.resolve("err")));
    }
}

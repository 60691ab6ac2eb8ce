package dev.simbroker.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * The machine that the figures come from.
 *
 * @param jdk the JDK's version
 * @param os the operating system
 * @param architecture the processor's architecture
 * @param cores the number of cores
 * @param commit the measured commit, as git describes it; {@code unknown} without git
 */
record Machine(String jdk, String os, String architecture, int cores, String commit) {

    static Machine here() {
        return new Machine(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                gitDescription());
    }

    private static String gitDescription() {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                    .redirectError(Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !answer.isEmpty() ? answer : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return jdk + ", " + cores + " cores, " + os + " " + architecture + ", commit " + commit;
    }
}

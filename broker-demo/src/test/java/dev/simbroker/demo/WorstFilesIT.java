package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@linkplain WorstFiles worst files} end soon with little memory, each with one line. */
class WorstFilesIT {

    @TempDir
    private Path folder;

    static Stream<Arguments> refused() {
        return WorstFiles.refused().entrySet().stream()
                .map(file -> Arguments.argumentSet(file.getValue(), file.getKey(), file.getValue()));
    }

    private CommandLineRun run(String yaml, String memory, String... options) throws IOException, InterruptedException {
        String file = Files.writeString(folder.resolve("worst.yaml"), yaml).toString();
        var args = Stream.concat(Stream.of("run", file), Stream.of(options)).toArray(String[]::new);
        return DemoProcess.of(folder, List.of("-Xmx" + memory), args).run();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void fileThatAsksForTooMuch_isRefused(String yaml, String message) throws Exception {
        assertThat(run(yaml, "200m"))
                .isEqualTo(new CommandLineRun(2, "", folder.resolve("worst.yaml") + ": " + message + "\n"));
    }

    @Test
    void mostMembersThereMayBe_run() throws Exception {
        var run = run(WorstFiles.mostMembers(), "200m", "--quiet");

        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("Messages published: 2\nMessages delivered: 2\ng received: 2\n");
    }

    @Test
    void runThatUsesUpTheMemory_endsWithCode1_andOneLine() throws Exception {
        var run = run(WorstFiles.endless(), "64m", "--quiet");

        assertThat(run)
                .isEqualTo(new CommandLineRun(
                        1,
                        "",
                        "there is not enough memory for this run: give Java more with -Xmx, or end the run earlier with"
                                + " --until\n"));
    }
}

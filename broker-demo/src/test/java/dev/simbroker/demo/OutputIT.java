package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Output that nobody reads or that has no room ends the demo at once. {@code zeno.yaml | head -1} went on for ever,
 * {@code >&-} was a crash of the JVM, and {@code --help > /dev/full} a success.
 */
class OutputIT {

    private static final CommandLineRun REFUSED = new CommandLineRun(1, "", "cannot write to standard output\n");

    @TempDir
    private Path folder;

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "there is no shell here");
    }

    private DemoProcess demo(String... args) {
        return DemoProcess.of(folder, List.of("-Xmx500m"), args);
    }

    /** A scenario with no end to speak of. */
    private String zeno() throws IOException {
        return Files.writeString(folder.resolve("zeno.yaml"), """
                until: 1000000000
                publishers: [{name: p, topic: t, interval: 0.000000001}]
                subscribers: [{name: s, topics: [t], processing: 1}]
                """).toString();
    }

    @Test
    void runWhoseReaderHasGone_endsAtOnce_withCode1() throws Exception {
        var run = demo("run", zeno()).in("{ \"$@\"; echo $? >&2; } | head -1").run();

        assertThat(run.out()).isEqualTo("[0.0] p publishing: Message 1 from p\n");
        assertThat(run.err()).isEqualTo("cannot write to standard output\n1\n");
    }

    @Test
    void closedOutput_endsARun_withCode1() throws Exception {
        assertThat(demo("run", zeno()).in("\"$@\" >&-").run()).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "run --help", "run --list", "run --until 5"})
    void fullOrClosedOutput_isNoSuccess(String arguments) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");

        assertThat(demo(arguments.split(" ")).in("\"$@\" >/dev/full").run()).isEqualTo(REFUSED);
        assertThat(demo(arguments.split(" ")).in("\"$@\" >&-").run()).isEqualTo(REFUSED);
    }
}

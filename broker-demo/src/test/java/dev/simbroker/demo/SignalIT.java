package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is told to end prints what has happened so far. */
class SignalIT {

    @TempDir
    private Path folder;

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "there is no shell here");
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void signal_endsARun_withAllLinesAndTheStatisticsSoFar(String signal, int code) throws Exception {
        // given: a run without an end to speak of, which has begun to print
        String zeno = Files.writeString(folder.resolve("zeno.yaml"), """
                until: 1000000000
                publishers: [{name: p, topic: t, interval: 0.000000001}]
                subscribers: [{name: s, topics: [t], processing: 1, capacity: 10, overflow: drop-newest}]
                """).toString();
        var demo = DemoProcess.of(folder, List.of(), "run", zeno).in(defaultSignals() + "\"$@\"");
        var process = demo.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.size(demo.out()) > 0);

        // when
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();

        // then
        var run = demo.awaitEnd(process);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        long published =
                lines.stream().filter(line -> line.contains("publishing")).count();
        long dropped = lines.stream().filter(line -> line.contains("Dropping")).count();
        assertThat(run.out()).endsWith("""

                === Statistics ===
                Messages published: %d
                Messages delivered: %d
                s received: 1
                s dropped: %d
                """.formatted(published, published - dropped, dropped));
    }

    /** A build in the background may ignore SIGINT, and hand that on. */
    private String defaultSignals() throws Exception {
        var env = new ProcessBuilder("env", "--default-signal=INT", "true").start();
        return env.waitFor() == 0 ? "exec env --default-signal=INT " : "exec ";
    }
}

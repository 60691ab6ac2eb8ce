package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of a scenario file that no named scenario shows line by line. */
class ScenarioTest {

    @TempDir
    private Path folder;

    private CommandLineRun run(String yaml, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
        var args = new Object[options.length + 2];
        args[0] = "run";
        args[1] = file;
        System.arraycopy(options, 0, args, 2, options.length);
        return CommandLineRun.of(args);
    }

    @Test
    void startAt_isWhenAPublisherBegins() throws IOException {
        var run = run("""
                until: 10
                publishers:
                  - {name: Late, topic: t, startAt: 2.5, interval: 2, count: 2}
                  - {name: Never, topic: t, startAt: 11, interval: 1}
                  - {name: AtOnce, topic: t, startAt: 0, interval: 9}
                subscribers: []
                print: [events]
                """);

        assertThat(run.out().lines().filter(line -> line.contains("publishing")))
                .containsExactly(
                        "[0.0] AtOnce publishing: Message 1 from AtOnce",
                        "[2.5] Late publishing: Message 1 from Late",
                        "[4.5] Late publishing: Message 2 from Late",
                        "[9.0] AtOnce publishing: Message 2 from AtOnce");
    }

    @Test
    void print_isWhatIsPrinted_unlessTheCommandLineSaysOtherwise() throws IOException {
        String yaml = """
                until: 1
                publishers: []
                subscribers: []
                print: [statistics]
                """;

        assertThat(run(yaml)).isEqualTo(new CommandLineRun(0, """

                === Statistics ===
                Messages published: 0
                Messages delivered: 0
                """, ""));
        assertThat(run(yaml, "--print", "summary").out()).startsWith("\n=== Summary ===\n");
    }

    @Test
    void summary_addsUpTheDestinationsOfASubscription_andCountsDeadLettersAmongThem() throws IOException {
        var run = run("""
                until: 5
                publishers:
                  - {name: A, topic: a, interval: 1, count: 3}
                  - {name: B, topic: b, interval: 1, count: 2}
                subscribers:
                  - {name: Both, topics: [a, b], processing: 0.1, capacity: 2, overflow: drop-newest}
                  - {name: Fails, topics: [b], processing: 0, guarantee: at-least-once, ackTimeout: 1, failEvery: 1,
                     deliveryLimit: 2, deadLetter: dead}
                  - {name: Undertaker, topics: [dead], processing: 0}
                print: [summary]
                """);

        assertThat(run.out()).isEqualTo("""

                === Summary ===
                Messages published: 5
                Messages delivered: 9

                subscription  accepted  settled  dead-lettered  dropped  waiting  in flight  received  redelivered
                Both                 5        5              0        0        0          0         5            0
                Fails                2        0              2        0        0          0         4            2
                Undertaker           2        2              0        0        0          0         2            0
                (all)                9        7              2        0        0          0        11            2
                """);
    }
}

package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law of refusals: whatever the input is, the demo runs it or refuses it with code 2 and one line of at most 300
 * characters, all of them visible, in which nothing is said of Java.
 */
class RandomInputTest {

    private static final int RUNS = 400;

    /** What files and command lines are put together from: words, and what stands between them. */
    private static final List<String> PIECES = Stream.concat(
                    Stream.of("""
                            until publishers subscribers name topics topic interval processing members burst guarantee
                            at-least-once exactly-once backoff capacity overflow reject key group events statistics run
                            original --until --seed --print --quiet : , - [ ] { } " ' ? | > |9 # << ~ @ = \\ / .. ...
                            &a *a !!int !!float !!binary !<x> %YAML %TAG ! null true 0 1 -1 1. 1e400 1e99999999999 0x 0b
                            0o9 1_0 190:20:30 .inf .nan 2001-01-01 \\e \\x9b \\ud800 \\u202e ${x} %s %n é 🙂
                            """.split("\\s+")),
                    Stream.of(
                            " ",
                            ": ",
                            "- ",
                            ", ",
                            "? ",
                            "| ",
                            " #",
                            "\n",
                            "\n  ",
                            "\n- ",
                            "---\n",
                            "\t",
                            "\r",
                            "\0",
                            "\u0085",
                            "\u2028",
                            "\u009b31m",
                            "\u001b[2J",
                            "\u202e",
                            "\u200b",
                            "\ufeff",
                            "a".repeat(500)))
            .toList();

    @TempDir
    private Path folder;

    private static String text(Random random, int most) {
        return IntStream.rangeClosed(0, random.nextInt(most))
                .mapToObj(n -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    /** A valid scenario with something else in place of, or before, some part of it. */
    private static String disturbed(Random random) {
        String valid = """
                until: 1
                publishers:
                  - {name: P, topic: t, interval: 1.0, burst: 2, key: [a, b], ttl: 5}
                subscribers:
                  - {name: S, topics: [t], processing: 0.5, guarantee: at-least-once, backoff: {initial: 1, cap: 2}}
                """;
        int from = random.nextInt(valid.length());
        int to = Math.min(valid.length(), from + random.nextInt(8));
        return valid.substring(0, from) + text(random, 3) + valid.substring(to);
    }

    private static void assertLaw(String input, CommandLineRun run) {
        if (run.code() == 0) {
            return;
        }
        String line = run.err().replaceFirst(System.lineSeparator() + "$", "");
        assertThat(run.code()).as(input).isEqualTo(2);
        assertThat(run.out()).as(input).isEmpty();
        assertThat(OneLine.isVisible(line)).as(input + " => " + line).isTrue();
        assertThat(line)
                .as(input)
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(300)
                .doesNotContain("java.", "snakeyaml", "jackson", "Exception", "JsonNode");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anyFile_isRun_orRefusedInOneLine(long seed) throws IOException {
        var random = new Random(seed);
        Path file = folder.resolve("random.yaml");
        for (int n = 0; n < RUNS; n++) {
            String yaml = n % 2 == 0 ? text(random, 12) : disturbed(random);
            Files.write(file, yaml.getBytes(StandardCharsets.UTF_8));

            assertLaw(yaml, CommandLineRun.of("run", file, "--until", "0", "--print", "statistics"));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anyBytes_areRefusedInOneLine(long seed) throws IOException {
        var random = new Random(seed);
        Path file = folder.resolve("random.yaml");
        for (int n = 0; n < RUNS; n++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            Files.write(file, bytes);

            assertLaw(Arrays.toString(bytes), CommandLineRun.of("run", file));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anyCommandLine_isRun_orRefusedInOneLine(long seed) {
        var random = new Random(seed);
        for (int n = 0; n < RUNS; n++) {
            List<String> arguments = IntStream.rangeClosed(0, random.nextInt(4))
                    .mapToObj(i -> text(random, 3))
                    .toList();

            assertLaw(arguments.toString(), CommandLineRun.of(arguments.toArray()));
        }
    }
}

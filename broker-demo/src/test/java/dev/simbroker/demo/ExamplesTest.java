package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The named scenarios, whose output was checked by hand once. */
class ExamplesTest {

    static Stream<String> examples() {
        var testedElsewhere = List.of(Scenarios.DEFAULT, "a-day");
        return Scenarios.names().stream().filter(name -> !testedElsewhere.contains(name));
    }

    private static String expected(String name) throws IOException {
        String resource = "/examples/" + name + ".txt";
        try (InputStream in = Objects.requireNonNull(ExamplesTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExample_printsItsCheckedOutput(String name) throws IOException {
        assertThat(CommandLineRun.of("run", name)).isEqualTo(new CommandLineRun(0, expected(name), ""));
    }

    @Test
    void list_namesAllScenarios_withWhatTheyShow() {
        var lines = CommandLineRun.of("run", "--list").out().lines().toList();

        assertThat(lines).extracting(line -> line.replaceFirst(" .*", "")).isEqualTo(Scenarios.names());
        assertThat(lines).allMatch(line -> line.matches("[a-z-]+ +[A-Z].*\\."));
    }

    @Test
    void unknownName_isRefused() {
        assertThat(CommandLineRun.of("run", "nope"))
                .isEqualTo(new CommandLineRun(
                        2,
                        "",
                        "nope: there is neither a scenario nor a file of that name; run --list names the scenarios"
                                + System.lineSeparator()));
    }

    @Test
    void eachMessage_isAcknowledgedExactlyOnce_underCrashes() throws IOException {
        List<String> acknowledged = expected("exactly-once")
                .lines()
                .filter(line -> line.contains("acknowledged: Message"))
                .map(line -> line.replaceAll(".*] | \\(attempt.*", ""))
                .toList();

        assertThat(acknowledged).hasSize(16).doesNotHaveDuplicates();
    }

    @Test
    void groupOfThree_keepsTheOrderOfEachKey() throws IOException {
        // the keys go round among five customers, so messages 1 and 6, 2 and 7, … belong together
        List<Integer> order = expected("consumer-group")
                .lines()
                .filter(line -> line.contains("Worker-") && line.contains("received from"))
                .map(line -> Integer.parseInt(line.replaceAll(".*Message (\\d+) .*", "$1")))
                .toList();

        assertThat(order).hasSize(9);
        for (int message = 6; message <= 9; message++) {
            assertThat(order.indexOf(message)).isGreaterThan(order.indexOf(message - 5));
        }
    }
}

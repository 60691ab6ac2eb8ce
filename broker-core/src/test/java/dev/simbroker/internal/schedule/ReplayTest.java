package dev.simbroker.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.time.ReplayDivergedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What repeats a run, and notices that it does not. */
class ReplayTest {

    static Stream<Schedule> schedules() {
        return Stream.of(Schedule.fifo(), Schedule.random(), Schedule.pct(3, 100));
    }

    private static void run(Simulation simulation, int steps) {
        for (String name : new String[] {"a", "b", "c"}) {
            simulation.spawn(name, () -> {
                for (int n = 0; n < steps; n++) {
                    simulation.sleep(Duration.ofSeconds(simulation.random().nextInt(3)));
                }
            });
        }
        simulation.run();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void theSameProgram_followsItsReplay(Schedule schedule) {
        Instant start = Instant.parse("2024-02-29T12:00:00Z");
        String replay;
        try (var simulation =
                Simulation.builder().seed(42).start(start).schedule(schedule).build()) {
            run(simulation, 10);
            replay = simulation.replay();
        }

        try (var simulation = Simulation.builder().replay(replay).build()) {
            assertThat(simulation.now()).isEqualTo(start);
            run(simulation, 10);

            assertThat(simulation.replay()).isEqualTo(replay).startsWith(schedule + ":42:");
            assertThatCode(simulation::checkReplayed).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void anotherProgram_isToldThatItDoesNotFollow(Schedule schedule) {
        String replay;
        try (var simulation = Simulation.builder().seed(42).schedule(schedule).build()) {
            run(simulation, 10);
            replay = simulation.replay();
        }

        try (var simulation = Simulation.builder().replay(replay).build()) {
            simulation.random().nextInt();
            assertThatExceptionOfType(ReplayDivergedException.class)
                    .isThrownBy(() -> run(simulation, 12))
                    .withMessageStartingWith("the program no longer follows the recorded run: "
                            + "by this time other things had happened; it has changed since, or is not deterministic");
        }
    }

    @Test
    void aProgramThatEndsEarlier_isToldSoWhenAsked() {
        String replay;
        try (var simulation = Simulation.create()) {
            run(simulation, 10);
            replay = simulation.replay();
        }

        try (var simulation = Simulation.builder().replay(replay).build()) {
            run(simulation, 9);

            assertThatExceptionOfType(ReplayDivergedException.class)
                    .isThrownBy(simulation::checkReplayed)
                    .withMessageContaining("it ended after");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fifo:0:0:00000000",
                "random:-42:1234:9f3a21bc",
                "pct.3.1000:7:12:0000000a",
                "pct.3:7:12:0000000a",
                "path.:0:1:00000001",
                "path2.01z12.9y100.3:0:99:00000001",
                "fifo:0:5:ffffffff@2024-02-29T12:00:00Z"
            })
    void text_isReadAndWritten(String text) {
        try (var simulation = Simulation.builder().replay(text).build()) {
            assertThat(simulation).isNotNull();
        }
        var replay = Replay.parse(text);
        assertThat(replay.count()).isEqualTo(Long.parseLong(text.split(":", -1)[2]));
        if (!text.startsWith("path")) { // which says only what it has made of its choices
            assertThat(replay).hasToString(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fifo",
                "fifo:0:0",
                "fifo:x:0:0",
                "fifo:0:0:xyz",
                "lifo:0:0:0",
                "pct:0:0:0",
                "pct.0.1:0:0:0",
                "path:0:0:0",
                "path.x:0:0:0",
                "path.z5:0:0:0",
                "fifo:0:0:0@yesterday"
            })
    void otherText_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.builder().replay(text))
                .withMessage(
                        "a replay must be what a failure printed, such as random:42:1234:9f3a21bc: '" + text + "'");
    }

    @Test
    void aPath_isEncodedCompactly() {
        Path path = Path.decode("z20.1y12.0z4.3");

        assertThat(path.length()).isEqualTo(20 + 1 + 1 + 1 + 4 + 1);
        assertThat(path.encode(path.length())).isEqualTo("z20.1y12.z5.3");
        assertThat(Path.decode("00100").encode(5)).isEqualTo("001");
        assertThat(Path.empty().encode(0)).isEmpty();
    }
}

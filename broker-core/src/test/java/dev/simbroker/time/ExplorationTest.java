package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.queue.Mailbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every order in which a small program can happen. */
class ExplorationTest {

    private final Set<String> seen = new HashSet<>();

    /** Two processes that each operate {@code count} times on a mailbox, and note who did. */
    private void operate(Schedule schedule, int count) {
        var log = new StringBuilder();
        try (var simulation = Simulation.builder().schedule(schedule).build()) {
            Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
            for (String name : List.of("a", "b")) {
                simulation.spawn(name, () -> {
                    for (int n = 0; n < count; n++) {
                        mailbox.peek();
                        log.append(name);
                    }
                });
            }
            simulation.run();
        }
        seen.add(log.toString());
    }

    @Test
    void everyInterleavingOfTwoProcesses_isTried() {
        Coverage coverage = Exploration.exhaustive().explore(schedule -> operate(schedule, 4));

        assertThat(seen).hasSize(70); // 8 over 4
        assertThat(coverage.complete()).isTrue();
        assertThat(coverage.interleavings()).isGreaterThanOrEqualTo(70);
    }

    @Test
    void noInterleaving_isTriedTwice() {
        var paths = new ArrayList<String>();

        Coverage coverage = Exploration.exhaustive().explore(schedule -> {
            operate(schedule, 3);
            paths.add(schedule.toString());
        });

        assertThat(paths).doesNotHaveDuplicates().hasSize((int) coverage.interleavings());
    }

    @Test
    void aBoundOnPreemptions_leavesTheRestOut() {
        Coverage none = Exploration.exhaustive().preemptions(0).explore(schedule -> operate(schedule, 4));
        assertThat(seen).containsExactlyInAnyOrder("aaaabbbb", "bbbbaaaa");
        assertThat(none.complete()).isTrue();

        Exploration.exhaustive().preemptions(1).explore(schedule -> operate(schedule, 4));
        assertThat(seen)
                .contains("abbbbaaa", "bbbaaaab")
                .doesNotContain("abababab")
                .hasSize(8);
    }

    @Test
    void aBoundOnInterleavings_isSaid() {
        Coverage coverage = Exploration.exhaustive().interleavings(10).explore(schedule -> operate(schedule, 4));

        assertThat(coverage).isEqualTo(new Coverage(10, false)).hasToString("the first 10 interleavings");
    }

    @Test
    void aProgramWithoutAlternatives_hasOneInterleaving() {
        Coverage coverage = Exploration.exhaustive().explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                simulation.run(() -> simulation.sleep(Duration.ofDays(1)));
            }
        });

        assertThat(coverage).isEqualTo(new Coverage(1, true)).hasToString("all 1 interleaving");
    }

    @Test
    void alternativesOfTheUser_areAllTried() {
        Coverage coverage = Exploration.exhaustive().explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                seen.add(simulation.choose(2) + "" + simulation.choose(3));
            }
        });

        assertThat(coverage).isEqualTo(new Coverage(6, true));
        assertThat(seen).containsExactlyInAnyOrder("00", "01", "02", "10", "11", "12");
    }

    @Test
    void timersOfOneInstant_fireInEveryOrder() {
        Coverage coverage = Exploration.exhaustive().explore(schedule -> {
            var log = new StringBuilder();
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                for (String name : List.of("a", "b", "c")) {
                    simulation.schedule(Duration.ofSeconds(1), () -> log.append(name));
                }
                simulation.run();
            }
            seen.add(log.toString());
        });

        assertThat(coverage).isEqualTo(new Coverage(6, true));
        assertThat(seen).hasSize(6);
    }

    // ---- failures ----

    /** Increments a counter in two processes, forgetting that another may come between reading and writing. */
    private static void lostUpdate(Simulation.Builder builder) {
        try (var simulation = builder.build()) {
            Mailbox<Integer> counter = Mailbox.unbounded(simulation, "counter");
            counter.add(0);
            for (int n = 0; n < 2; n++) {
                simulation.spawn("incrementer " + n, () -> {
                    int value = sum(counter);
                    counter.clear();
                    counter.add(value + 1);
                });
            }
            simulation.run();
            simulation.run(() -> assertThat(sum(counter)).isEqualTo(2));
        }
    }

    private static int sum(Mailbox<Integer> counter) {
        return Arrays.stream(counter.toArray()).mapToInt(n -> (int) n).sum();
    }

    @Test
    void aFailure_isReplayedExactly() {
        var failure = catchThrowableOfType(
                ProcessFailedException.class,
                () -> Exploration.exhaustive()
                        .explore(schedule -> lostUpdate(Simulation.builder().schedule(schedule))));

        var again = catchThrowableOfType(
                ProcessFailedException.class,
                () -> lostUpdate(Simulation.builder().replay(failure.replay())));

        assertThat(failure.replay()).startsWith("path.");
        assertThat(again).hasMessage(failure.getMessage());
        assertThat(again).cause().hasMessageContaining("expected: 2");
    }

    @Test
    void aFailureUnderABoundOnPreemptions_isReplayedExactly() {
        var failure = catchThrowableOfType(
                ProcessFailedException.class,
                () -> Exploration.exhaustive()
                        .preemptions(1)
                        .explore(schedule -> lostUpdate(Simulation.builder().schedule(schedule))));

        var again = catchThrowableOfType(
                ProcessFailedException.class,
                () -> lostUpdate(Simulation.builder().replay(failure.replay())));

        assertThat(failure.replay()).startsWith("path1.");
        assertThat(again).hasMessage(failure.getMessage());
    }

    @Test
    void aProgramThatIsNotTheSameTheSecondTime_isFoundOut() {
        var runs = new AtomicInteger();

        assertThatExceptionOfType(ReplayDivergedException.class)
                .isThrownBy(() -> Exploration.exhaustive().explore(schedule -> {
                    try (var simulation =
                            Simulation.builder().schedule(schedule).build()) {
                        int count = runs.incrementAndGet() == 1 ? 3 : 2;
                        for (int n = 0; n < count; n++) {
                            simulation.spawn("p" + n, () -> simulation.sleep(Duration.ofSeconds(1)));
                        }
                        simulation.run();
                    }
                }))
                .withMessageContaining("the program no longer follows the recorded run: choice")
                .withMessageContaining("and now there are 2 alternatives");
    }

    @Test
    void aProgramThatEndsEarlierTheSecondTime_isFoundOut() {
        var runs = new AtomicInteger();

        assertThatExceptionOfType(ReplayDivergedException.class)
                .isThrownBy(() -> Exploration.exhaustive()
                        .explore(schedule -> operate(schedule, runs.incrementAndGet() == 1 ? 3 : 0)))
                .withMessageContaining("the run ended after");
    }

    @Test
    void theSchedule_isForOneSimulation() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Exploration.exhaustive().explore(schedule -> {}))
                .withMessage("the run of an exploration must build a simulation with the schedule that it is given");
        assertThatIllegalStateException()
                .isThrownBy(() -> Exploration.exhaustive().explore(schedule -> {
                    Simulation.builder().schedule(schedule).build().close();
                    Simulation.builder().schedule(schedule).build().close();
                }))
                .withMessage("a schedule of an exploration is for one simulation: build one for each run");
    }

    @Test
    void bounds_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exploration.exhaustive().interleavings(0))
                .withMessage("the number of interleavings must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exploration.exhaustive().preemptions(-1))
                .withMessage("the number of preemptions must not be negative: -1");
    }
}

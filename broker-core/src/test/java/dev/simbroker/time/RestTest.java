package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that waits until the others have come to rest. */
class RestTest extends SimulationFixture {

    private void spawnSteps(String name, Duration between, int count) {
        simulation.spawn(name, () -> {
            for (int n = 1; n <= count; n++) {
                simulation.sleep(between);
                log(name + n);
            }
        });
    }

    // ---- this instant ----

    @Test
    void awaitIdle_waitsForEverybody_withoutMovingTheClock() {
        simulation.run(() -> {
            spawnSteps("a", Duration.ZERO, 3);
            spawnSteps("b", seconds(1), 1);

            simulation.awaitIdle();

            assertThat(log()).containsExactly("0s a1", "0s a2", "0s a3");
            assertThat(simulation.elapsed()).isZero();
        });
    }

    @Test
    void awaitIdle_waitsForTimersOfThisInstant_andWhatTheyStart() {
        simulation.run(() -> {
            simulation.schedule(Duration.ZERO, () -> spawnSteps("late", Duration.ZERO, 2));

            simulation.awaitIdle();

            assertThat(log()).containsExactly("0s late1", "0s late2");
        });
    }

    @Test
    void awaitIdle_returnsAtOnce_whenNobodyElseIsThere() {
        simulation.run(simulation::awaitIdle);

        assertThat(simulation.elapsed()).isZero();
    }

    @Test
    void several_mayWaitForIdleness_andAreServedInOrder() {
        for (String name : new String[] {"a", "b"}) {
            simulation.spawn(name, () -> {
                simulation.awaitIdle();
                log(name);
                simulation.spawn("spawned by " + name, () -> log("spawned by " + name));
                simulation.awaitIdle();
                log(name + " again");
            });
        }

        simulation.run();

        assertThat(log())
                .containsExactly("0s a", "0s spawned by a", "0s b", "0s spawned by b", "0s a again", "0s b again");
    }

    // ---- the next instant ----

    @Test
    void awaitNextInstant_waitsUntilAllOfItHasHappened() {
        simulation.run(() -> {
            spawnSteps("a", seconds(2), 2);
            spawnSteps("b", seconds(2), 1);

            assertThat(simulation.awaitNextInstant(seconds(10))).isTrue();
            assertThat(log()).containsExactly("2s a1", "2s b1");
            assertThat(simulation.awaitNextInstant(seconds(10))).isTrue();
            assertThat(log()).containsExactly("2s a1", "2s b1", "4s a2");
            assertThat(simulation.awaitNextInstant(seconds(10))).isFalse();
            assertThat(simulation.elapsed()).isEqualTo(seconds(14));
        });
    }

    @Test
    void awaitNextInstant_withoutEnd_endsWhenNothingCanHappen() {
        simulation.run(() -> {
            spawnSteps("a", seconds(2), 1);

            assertThat(simulation.awaitNextInstant(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isTrue();
            assertThat(simulation.awaitNextInstant(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isFalse();
            assertThat(simulation.elapsed()).isEqualTo(seconds(2));
        });
    }

    @Test
    void awaitNextInstant_withoutEnd_goesOnWithTheBackground() {
        simulation.spawnBackground("ticker", () -> {
            while (true) {
                simulation.sleep(seconds(5));
            }
        });
        simulation.run(() -> {
            assertThat(simulation.awaitNextInstant(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isTrue();
            assertThat(simulation.elapsed()).isEqualTo(seconds(5));
        });
    }

    @Test
    void awaitNextInstant_checksItsTimeout() {
        Throwable thrown = catchThrowable(() -> simulation.run(() -> simulation.awaitNextInstant(seconds(-1))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    throw thrown.getCause();
                })
                .withMessage("a time-out must not be negative: PT-1S");
    }

    // ---- forever ----

    @Test
    void awaitQuiescence_waitsUntilNothingCanGoOnByItself() {
        simulation.run(() -> {
            spawnSteps("a", Duration.ofDays(100), 3);
            spawnWaiter("for ever");

            assertThat(simulation.awaitQuiescence()).isTrue();

            assertThat(log()).containsExactly("2400h a1", "4800h a2", "7200h a3");
        });
    }

    @Test
    void awaitQuiescence_doesNotWaitForTheBackground_butSaysThatItIsThere() {
        simulation.spawnBackground("ticker", () -> {
            while (true) {
                simulation.sleep(seconds(1));
            }
        });
        simulation.run(() -> {
            spawnSteps("a", seconds(10), 1);

            assertThat(simulation.awaitQuiescence()).isFalse();

            assertThat(simulation.elapsed()).isEqualTo(seconds(10));
        });
    }

    @Test
    void aRunToQuiescence_includesWhoWaitedForIt() {
        simulation.spawn("patient", () -> {
            simulation.awaitQuiescence();
            log("quiescent");
            simulation.sleep(seconds(1));
            log("and on");
        });
        spawnSteps("a", seconds(5), 1);

        simulation.run();

        assertThat(log()).containsExactly("5s a1", "5s quiescent", "6s and on");
    }

    @Test
    void anInterrupt_endsTheWait() {
        SimProcess patient = simulation.spawn("patient", () -> {
            try {
                simulation.awaitQuiescence();
            } catch (InterruptedException e) {
                log("interrupted");
            }
        });
        simulation.schedule(seconds(1), patient::interrupt);
        spawnSteps("a", seconds(2), 1);

        simulation.run();

        assertThat(log()).containsExactly("1s interrupted", "2s a1");
    }

    @Test
    void reports_sayWhatIsWaitedFor() {
        simulation.spawn("patient", () -> simulation.awaitQuiescence());
        spawnSteps("a", seconds(2), 1);
        simulation.runFor(seconds(1));

        assertThat(simulation.blocked())
                .extracting(BlockedProcess::name, BlockedProcess::waitingFor)
                .contains(tuple("patient", "everything else to come to rest"));
    }
}

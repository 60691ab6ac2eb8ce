package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.queue.Mailbox;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far a run may go, and what is said when it goes further. */
@Timeout(60)
@Tag("external")
class LimitsTest {

    private static void tick(Simulation simulation, Duration every) throws InterruptedException {
        while (true) {
            simulation.sleep(every);
        }
    }

    // ---- simulated time ----

    @Test
    void aRunBeyondItsLimitOfSimulatedTime_fails_andSaysWhoWouldGoOn() {
        try (var simulation =
                Simulation.builder().timeLimit(Duration.ofHours(1)).build()) {
            simulation.spawn("ticker", () -> tick(simulation, Duration.ofMinutes(7)));

            var failure = catchThrowableOfType(TimeLimitException.class, simulation::run);

            assertThat(String.valueOf(failure.getMessage()).lines())
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("the simulated time would exceed its limit of PT1H"),
                            line -> assertThat(line)
                                    .startsWith("  process 'ticker' waits for the end of a sleep of PT7M since"
                                            + " 2000-01-01T00:56:00Z at ")
                                    .contains("LimitsTest.tick(LimitsTest.java:"),
                            line -> assertThat(line).startsWith("  replay with "));
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofMinutes(56));
        }
    }

    @Test
    void whatIsDueAtTheLimit_stillHappens() {
        try (var simulation =
                Simulation.builder().timeLimit(Duration.ofHours(1)).build()) {
            simulation.run(() -> simulation.sleep(Duration.ofHours(1)));

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofHours(1));
            assertThatExceptionOfType(TimeLimitException.class)
                    .isThrownBy(() -> simulation.run(() -> simulation.sleep(Duration.ofNanos(1))));
        }
    }

    // ---- steps ----

    @Test
    void aRunThatStaysAtOneInstant_isALivelock() {
        try (var simulation = Simulation.builder().stepLimit(1_000).build()) {
            simulation.spawn("ping", () -> tick(simulation, Duration.ZERO));
            simulation.spawn("pong", () -> tick(simulation, Duration.ZERO));

            assertThatExceptionOfType(StepLimitException.class)
                    .isThrownBy(simulation::run)
                    .withMessageStartingWith("the simulated time stands still at 2000-01-01T00:00:00Z: that instant has"
                            + " taken more than its limit of 1000 steps, a livelock")
                    .withMessageContaining("of the last 1001 steps, process 'ping' took 501, process 'pong' took 500");
        }
    }

    /** A handler that failed without a backoff once hung every simulation without a limit of its own. */
    @Test
    void aLivelock_isFoundWithoutAnySetting_andNamesTheThreeWithMostTurns() {
        try (var simulation = Simulation.create()) {
            for (int n = 1; n <= 4; n++) {
                int turns = n;
                simulation.spawn("worker " + n, () -> {
                    while (true) {
                        for (int turn = 0; turn < turns; turn++) {
                            simulation.sleep(Duration.ZERO);
                        }
                        simulation.awaitIdle();
                    }
                });
            }

            assertThatExceptionOfType(StepLimitException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("its limit of 10000000 steps, a livelock")
                    .withMessageMatching("(?s).*of the last 100001 steps, process 'worker 4' took \\d+,"
                            + " process 'worker 3' took \\d+, process 'worker 2' took \\d+\\R.*");
        }
    }

    @Test
    void stepsOfOtherInstants_doNotCount() {
        try (var simulation = Simulation.builder().stepLimit(10).build()) {
            simulation.spawn("ticker", () -> tick(simulation, Duration.ofSeconds(1)));

            simulation.runFor(Duration.ofHours(1));
            simulation.runFor(Duration.ofMillis(1)); // moves the clock, and nothing happens

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofHours(1).plusMillis(1));
        }
    }

    /** A poison message that is never given up does so: its handler goes from attempt to attempt without waiting. */
    @Test
    void operationsWithoutEnd_areFoundWithoutAnySetting() {
        try (var simulation = Simulation.create()) {
            Mailbox<String> letters = Mailbox.unbounded(simulation, "letters");
            simulation.spawn("poller", () -> {
                while (letters.isEmpty()) {
                    letters.poll();
                }
            });

            assertThatExceptionOfType(StepLimitException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("of the last 100001 steps, process 'poller' took 100001");
        }
    }

    @Test
    void operationsOfOtherInstants_doNotCount() {
        try (var simulation = Simulation.builder().stepLimit(10).build()) {
            Mailbox<String> letters = Mailbox.unbounded(simulation, "letters");
            simulation.spawn("poller", () -> {
                for (int n = 0; n < 100; n++) {
                    letters.poll();
                    simulation.sleep(Duration.ofMillis(n % 5 == 0 ? 1 : 0));
                }
            });

            simulation.run();

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(20));
        }
    }

    /** Only operations, and never a wait: it never gives up its turn. */
    @Test
    void aProcessThatOnlyOperates_isStopped_inItsTurn() {
        try (var simulation = Simulation.builder().stepLimit(1_000).build()) {
            Mailbox<String> letters = Mailbox.unbounded(simulation, "letters");
            simulation.spawn("poller", () -> {
                while (letters.isEmpty()) {
                    letters.poll();
                }
            });

            assertThatExceptionOfType(StepLimitException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("a livelock");
        }
    }

    @Test
    void anInterruptOfTheDriver_endsARunWhoseProcessOnlyComputes() {
        var spinner = new Spinner();
        Thread driver = Thread.currentThread();
        try (var simulation = Simulation.builder()
                .externalBlockingLimit(Duration.ofMillis(200))
                .build()) {
            simulation.spawn("spinner", () -> {
                driver.interrupt();
                spinner.spin();
            });

            assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(simulation::run);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            spinner.stopped = true;
        }
    }

    @Test
    void aProcessThatOnlyOperates_isStopped_whereOthersMayGoFirst() {
        try (var simulation = Simulation.builder()
                .stepLimit(1_000)
                .schedule(Schedule.random())
                .build()) {
            var guard = simulation.spi().newGuard();
            for (int n = 0; n < 2; n++) {
                simulation.spawn("spinner", () -> {
                    while (true) {
                        guard.enter();
                        guard.exit();
                    }
                });
            }

            assertThatExceptionOfType(StepLimitException.class).isThrownBy(simulation::run);
        }
    }

    // ---- real time ----

    @Test
    void aRunThatTakesTooLong_isEnded() {
        try (var simulation =
                Simulation.builder().realTimeLimit(Duration.ofMillis(200)).build()) {
            simulation.spawn("ticker", () -> tick(simulation, Duration.ofSeconds(1)));

            assertThatExceptionOfType(RealTimeLimitException.class)
                    .isThrownBy(simulation::run)
                    .withMessageStartingWith("the run has exceeded its limit of real time, PT0.2S, at simulated time 2")
                    .withMessageContaining("process 'ticker'");
        }
    }

    @Test
    void aProcessThatComputesForEver_isLeftBehind_andNamed() throws InterruptedException {
        var spinner = new Spinner();
        try (var simulation =
                Simulation.builder().realTimeLimit(Duration.ofMillis(200)).build()) {
            simulation.spawn("spinner", spinner::spin);

            assertThatExceptionOfType(RealTimeLimitException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("thread 'spinner' was running at dev.simbroker.time.LimitsTest$Spinner.spin")
                    .withMessageContaining("a loop that waits for a time needs the scheduler's clock")
                    .satisfies(failure -> assertThat(failure.getStackTrace()[0].getMethodName())
                            .isEqualTo("spin"));
        } finally {
            spinner.stopped = true;
        }
    }

    private static final class Spinner {

        private volatile boolean stopped;

        void spin() {
            while (!stopped) {
                Thread.onSpinWait();
            }
        }
    }

    // ---- bad values ----

    @Test
    void limits_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.builder().timeLimit(Duration.ZERO))
                .withMessage("a limit of simulated time must be greater than zero: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.builder().stepLimit(0))
                .withMessage("a limit of steps must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.builder().realTimeLimit(Duration.ofSeconds(-1)))
                .withMessage("a limit of real time must be greater than zero: PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.builder().externalBlockingLimit(Duration.ZERO))
                .withMessage("a limit of external blocking must be greater than zero: PT0S");
    }
}

package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.SimulationFixture;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes and tasks that throw. */
class SimulationFailureTest extends SimulationFixture {

    @Test
    void failingProcess_endsTheRun_withItsNameTheTimeTheCauseAndHowToReplay() {
        var cause = new IllegalArgumentException("no such order");
        spawnSleeper("too late", seconds(4));
        simulation.spawn("billing", () -> {
            simulation.sleep(seconds(3));
            throw cause;
        });

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(simulation::run)
                .satisfies(failure -> {
                    assertThat(failure)
                            .hasMessage(lines(
                                    "process 'billing' failed at 2000-01-01T00:00:03Z: "
                                            + "java.lang.IllegalArgumentException: no such order",
                                    "  " + replayLine()));
                    assertThat(failure.process()).isEqualTo("billing");
                    assertThat(failure.time()).isEqualTo(START.plusSeconds(3));
                    assertThat(failure.getCause()).isSameAs(cause);
                });
        assertThat(log()).isEmpty();
        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
    }

    @Test
    void failure_tellsHowToReplay_withSeedAndStart() {
        Instant start = Instant.parse("2024-02-29T12:00:00Z");
        try (var other = Simulation.builder().seed(-42).start(start).build()) {
            assertThatThrownBy(() -> other.run(() -> {
                        throw new IllegalStateException("oops");
                    }))
                    .isInstanceOf(ProcessFailedException.class)
                    .hasMessageEndingWith(replayLine(other));
            assertThat(other.replay()).startsWith("fifo:-42:").endsWith("@2024-02-29T12:00:00Z");
        }
    }

    static Stream<Throwable> causes() {
        return Stream.of(
                new IOException("checked"),
                new AssertionError("expected 1"),
                new StackOverflowError("error"),
                new InterruptedException("out of the blue"),
                new IllegalMonitorStateException("unchecked"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void whateverAProcessThrows_isTheCause(Throwable cause) {
        simulation.spawn("thrower", () -> sneakyThrow(cause));

        assertThatThrownBy(simulation::run)
                .isInstanceOf(ProcessFailedException.class)
                .cause()
                .isSameAs(cause);
    }

    @ParameterizedTest
    @MethodSource("causes")
    void whateverATaskThrows_isTheCause(Throwable cause) {
        spawnSleeper("sleeper", seconds(2));
        simulation.schedule(seconds(1), () -> sneakyThrow(cause));

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(() -> simulation.runFor(seconds(5)))
                .satisfies(failure -> {
                    assertThat(failure.getCause()).isSameAs(cause);
                    assertThat(failure.process()).isEqualTo("timer");
                    assertThat(failure.time()).isEqualTo(START.plusSeconds(1));
                });
        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void failingTask_endsTheRun_beforeTheNextTimerOfTheInstant() {
        simulation.schedule(seconds(1), () -> {
            throw new IllegalStateException("first");
        });
        scheduleLog("second", seconds(1));

        assertThatThrownBy(simulation::run).hasRootCauseMessage("first");

        assertThat(log()).isEmpty();
    }

    @Test
    void failingBody_endsItsRun() {
        var cause = new IOException("disk full");

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(() -> simulation.call(() -> {
                    simulation.sleep(seconds(1));
                    throw cause;
                }))
                .withCause(cause)
                .satisfies(failure -> assertThat(failure.process()).isEqualTo("main"));
    }

    @Test
    void failingBackgroundProcess_endsTheRunToo() {
        simulation.spawnBackground("sampler", () -> {
            simulation.sleep(seconds(1));
            throw new IllegalStateException("no samples");
        });
        spawnSleeper("sleeper", seconds(2));

        assertThatThrownBy(simulation::run)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageStartingWith("process 'sampler' failed at 2000-01-01T00:00:01Z");
    }

    @Test
    void failureInOneProcess_keepsThoseThatAreReadyFromRunning() {
        simulation.spawn("thrower", () -> {
            throw new IllegalStateException("oops");
        });
        SimProcess next = simulation.spawn("next", () -> log("next"));

        assertThatThrownBy(simulation::run).hasRootCauseMessage("oops");

        assertThat(log()).isEmpty();
        assertThat(next.state()).isEqualTo(SimProcess.State.NEW);
    }

    @Test
    void failedSimulation_refusesEveryRun_andCanBeClosed() {
        var cause = new IllegalStateException("oops");
        SimProcess waiter = spawnWaiter("waiter");
        simulation.schedule(seconds(1), () -> sneakyThrow(cause));
        assertThatThrownBy(simulation::run).isInstanceOf(ProcessFailedException.class);

        for (ProcessBody run : runs()) {
            assertThatIllegalStateException()
                    .isThrownBy(run::run)
                    .withMessage("the simulation has failed and can only be closed: " + cause)
                    .withCause(cause);
        }
        assertThat(simulation.blocked()).hasSize(1);
        assertThat(log()).isEmpty();

        simulation.close();

        assertThat(waiter.state()).isEqualTo(SimProcess.State.TERMINATED);
        assertThat(log()).containsExactly("1s waiter interrupted");
    }

    @Test
    void failureThatIsCaughtByItsProcess_isNone() {
        simulation.spawn("careful", () -> {
            try {
                throw new IOException("disk full");
            } catch (IOException e) {
                log("caught " + e.getMessage());
            }
        });

        simulation.run();

        assertThat(log()).containsExactly("0s caught disk full");
    }

    private ProcessBody[] runs() {
        return new ProcessBody[] {
            simulation::run,
            () -> simulation.run(() -> log("never")),
            () -> simulation.call(() -> "never"),
            () -> simulation.runFor(seconds(1)),
            () -> simulation.runUntil(START.plusSeconds(9)),
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable throwable) throws T {
        throw (T) throwable;
    }
}

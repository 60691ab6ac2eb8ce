package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationCloseTest extends SimulationFixture {

    private final List<SimProcess> processes = new ArrayList<>();

    @Test
    void close_unwindsWhatSleepsWaitsIsReadyOrNew_inOrderOfCreation() {
        var waiter = new Waiter[1];
        spawnWithFinally("waiting", this::awaitParcel);
        spawnWithFinally("ready", () -> {
            waiter[0] = simulation.spi().currentWaiter();
            awaitParcel();
        });
        spawnWithFinally("sleeping", () -> simulation.sleep(Duration.ofDays(1)));
        spawnWithFinally("joining", () -> processes.getFirst().join());
        simulation.run(() -> {
            simulation.sleep(seconds(1));
            waiter[0].wake();
            spawnWithFinally("new", () -> log("never"));
        });
        assertThat(processes)
                .extracting(SimProcess::state)
                .containsExactly(
                        SimProcess.State.WAITING,
                        SimProcess.State.READY,
                        SimProcess.State.WAITING,
                        SimProcess.State.WAITING,
                        SimProcess.State.NEW);

        simulation.close();

        assertThat(log())
                .containsExactly(
                        "1s waiting interrupted", "1s waiting finally",
                        "1s ready interrupted", "1s ready finally",
                        "1s sleeping interrupted", "1s sleeping finally",
                        "1s joining interrupted", "1s joining finally");
        assertThat(processes).extracting(SimProcess::state).containsOnly(SimProcess.State.TERMINATED);
        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void close_unwindsBackgroundProcessesToo() {
        simulation.spawnBackground("ticker", withFinally("ticker", () -> simulation.sleep(seconds(10))));
        simulation.runFor(seconds(1));

        simulation.close();

        assertThat(log()).containsExactly("1s ticker interrupted", "1s ticker finally");
    }

    @Test
    void closeOfANewSimulation_doesNothing() {
        simulation.close();

        assertThat(simulation.now()).isEqualTo(START);
    }

    @Test
    void closeTwice_isCloseOnce() {
        spawnWithFinally("waiting", this::awaitParcel);
        simulation.run();

        simulation.close();
        simulation.close();

        assertThat(log()).containsExactly("0s waiting interrupted", "0s waiting finally");
    }

    @Test
    void close_endsAProcessThatCatchesAndWaitsAgain() {
        spawnWithFinally("stubborn", () -> {
            while (true) {
                try {
                    simulation.sleep(seconds(1));
                } catch (InterruptedException | RuntimeException e) {
                    log("stubborn tries again");
                }
            }
        });
        simulation.runFor(Duration.ZERO);

        simulation.close();

        assertThat(log()).containsExactly("0s stubborn tries again", "0s stubborn finally");
        assertThat(processes.getFirst().state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    @Test
    void close_endsAProcessThatWaitsInItsFinallyBlock() {
        simulation.spawn("tidy", () -> {
            try {
                awaitParcel();
            } finally {
                log("finally");
                simulation.sleep(seconds(1));
                log("never");
            }
        });
        SimProcess other = spawnWaiter("other");
        simulation.run();

        simulation.close();

        assertThat(log()).containsExactly("0s finally", "0s other interrupted");
        assertThat(other.state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    @Test
    void close_goesOn_whenAProcessThrows() {
        simulation.spawn("thrower", () -> {
            try {
                awaitParcel();
            } finally {
                throwIllegalState();
            }
        });
        spawnWithFinally("other", this::awaitParcel);
        simulation.run();

        simulation.close();

        assertThat(log()).containsExactly("0s other interrupted", "0s other finally");
    }

    @Test
    void close_afterAFailure_unwindsTheOthers() {
        spawnWithFinally("waiting", this::awaitParcel);
        simulation.spawn("thrower", SimulationCloseTest::throwIllegalState);
        spawnWithFinally("new", this::awaitParcel);
        assertThatThrownBy(simulation::run).isInstanceOf(ProcessFailedException.class);

        simulation.close();

        assertThat(log()).containsExactly("0s waiting interrupted", "0s waiting finally");
        assertThat(processes).extracting(SimProcess::state).containsOnly(SimProcess.State.TERMINATED);
    }

    @Test
    void spawnDuringClose_isRefused() {
        spawnOnUnwind(() -> simulation.spawn("child", () -> log("never")));
        simulation.run();

        simulation.close();

        assertThat(log()).containsExactly("0s cannot spawn process 'child': the simulation is closing");
    }

    @Test
    void timerSetDuringClose_neverFires() {
        spawnOnUnwind(() -> {
            simulation.schedule(Duration.ZERO, () -> log("never"));
            log("scheduled");
        });
        simulation.run();

        simulation.close();

        assertThat(log()).containsExactly("0s scheduled");
    }

    @Test
    void processesThatWakeAndInterruptEachOtherDuringClose_areUnwoundInOrderOfCreation() {
        spawnOnUnwind(() -> processes.forEach(SimProcess::interrupt));
        spawnWithFinally("a", this::awaitParcel);
        spawnWithFinally("b", () -> processes.getFirst().join());
        simulation.run();

        simulation.close();

        assertThat(log()).containsExactly("0s a interrupted", "0s a finally", "0s b interrupted", "0s b finally");
    }

    @Test
    void close_ofAnInterruptedThread_unwindsAll_andLeavesTheStatus() {
        spawnWithFinally("waiting", this::awaitParcel);
        simulation.run();

        Thread.currentThread().interrupt();
        simulation.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(log()).containsExactly("0s waiting interrupted", "0s waiting finally");
    }

    private void spawnWithFinally(String name, ProcessBody body) {
        processes.add(simulation.spawn(name, withFinally(name, body)));
    }

    private ProcessBody withFinally(String name, ProcessBody body) {
        return () -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                log(name + " interrupted");
            } finally {
                log(name + " finally");
            }
        };
    }

    private void spawnOnUnwind(Runnable action) {
        simulation.spawn("unwinding", () -> {
            try {
                awaitParcel();
            } catch (InterruptedException e) {
                try {
                    action.run();
                } catch (IllegalStateException refused) {
                    log(String.valueOf(refused.getMessage()));
                }
            }
        });
    }

    private static void throwIllegalState() {
        throw new IllegalStateException("oops");
    }
}

package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Interrupts, which reach a process when its turn comes. */
class ProcessInterruptTest extends SimulationFixture {

    @Test
    void sleepingProcess_isInterruptedInItsTurn() {
        SimProcess sleeper = spawnInterruptible("sleeper");
        simulation.spawn("interrupter", () -> {
            simulation.sleep(seconds(1));
            simulation.spawn("ready before", () -> log("ready before"));
            sleeper.interrupt();
            simulation.spawn("ready after", () -> log("ready after"));
            log("interrupter goes on");
        });

        simulation.run();

        assertThat(log())
                .containsExactly(
                        "1s interrupter goes on", "1s ready before", "1s sleeper interrupted", "1s ready after");
    }

    @Test
    void interruptedSleep_leavesNoTimerBehind() {
        SimProcess sleeper = spawnInterruptible("sleeper");
        simulation.schedule(seconds(1), sleeper::interrupt);

        simulation.run();

        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void waitingProcess_isInterrupted() {
        SimProcess waiter = spawnWaiter("waiter");
        simulation.schedule(seconds(1), waiter::interrupt);

        simulation.run();

        assertThat(log()).containsExactly("1s waiter interrupted");
    }

    @Test
    void readyProcess_isInterruptedInItsNextWait() {
        var waiter = new Waiter[1];
        SimProcess process = simulation.spawn("process", () -> {
            waiter[0] = simulation.spi().currentWaiter();
            awaitParcel();
            log("woken, status " + Thread.currentThread().isInterrupted());
            sleepAndLogInterrupt("process");
        });

        simulation.run(() -> {
            waiter[0].wake();
            process.interrupt(); // the wake came first and wins
            process.join();
        });

        assertThat(log()).containsExactly("0s woken, status true", "0s process interrupted, status false");
    }

    @Test
    void deadlineThatComesBeforeTheInterrupt_wins() {
        var sleeper = new SimProcess[1];
        simulation.spawn("younger", () -> {
            sleeper[0] = simulation.spawn("sleeper", () -> {
                simulation.sleep(seconds(1));
                log("slept, status " + Thread.currentThread().isInterrupted());
            });
            simulation.sleep(Duration.ZERO);
            simulation.sleep(seconds(1));
            sleeper[0].interrupt();
        });

        simulation.run();

        assertThat(log()).containsExactly("1s slept, status false");
    }

    @Test
    void wakeAfterTheInterrupt_isTooLate() {
        var waiter = new Waiter[1];
        SimProcess process = simulation.spawn("process", () -> {
            waiter[0] = simulation.spi().currentWaiter();
            try {
                awaitParcel();
            } catch (InterruptedException e) {
                log("interrupted");
            }
        });

        simulation.run(() -> {
            process.interrupt();
            waiter[0].wake();
            process.join();
        });

        assertThat(log()).containsExactly("0s interrupted");
    }

    @Test
    void newProcess_startsInterrupted() {
        SimProcess process = simulation.spawn("new", () -> {
            log("started, status " + Thread.currentThread().isInterrupted());
            sleepAndLogInterrupt("new");
        });

        process.interrupt();
        simulation.run();

        assertThat(log()).containsExactly("0s started, status true", "0s new interrupted, status false");
    }

    @Test
    void runningProcess_interruptsItself_andSeesItInItsNextWait() {
        var self = new SimProcess[1];
        self[0] = simulation.spawn("self", () -> {
            self[0].interrupt();
            log("goes on, status " + Thread.currentThread().isInterrupted());
            sleepAndLogInterrupt("self");
        });

        simulation.run();

        assertThat(log()).containsExactly("0s goes on, status true", "0s self interrupted, status false");
    }

    @Test
    void endedProcess_ignoresIt() {
        SimProcess process = simulation.spawn("ended", () -> {});
        simulation.run();

        process.interrupt();
        simulation.run();

        assertThat(process.state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    @Test
    void severalInterruptsBeforeItsTurn_areOne() {
        SimProcess process = simulation.spawn("process", () -> {
            sleepAndLogInterrupt("process");
            simulation.sleep(seconds(1));
            log("slept");
        });

        simulation.run(() -> {
            process.interrupt();
            process.interrupt();
            process.join();
        });

        assertThat(log()).containsExactly("0s process interrupted, status false", "1s slept");
    }

    @Test
    void severalProcesses_areInterruptedInTheOrderOfTheCalls() {
        SimProcess a = spawnInterruptible("a");
        SimProcess b = spawnWaiter("b");
        SimProcess c = spawnInterruptible("c");
        simulation.schedule(seconds(1), () -> {
            c.interrupt();
            b.interrupt();
            a.interrupt();
        });

        simulation.run();

        assertThat(log()).containsExactly("1s c interrupted", "1s b interrupted", "1s a interrupted");
    }

    @Test
    void interruptBetweenRuns_isSeenInTheNext() {
        SimProcess sleeper = spawnInterruptible("sleeper");
        simulation.runFor(seconds(1));

        sleeper.interrupt();
        assertThat(log()).isEmpty();
        simulation.run();

        assertThat(log()).containsExactly("1s sleeper interrupted");
    }

    @Test
    void interruptedProcess_mayEndWithInterruptedException() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));
        simulation.schedule(seconds(1), sleeper::interrupt);

        simulation.run();

        assertThat(sleeper.state()).isEqualTo(SimProcess.State.TERMINATED);
        assertThat(log()).isEmpty();
    }

    @Test
    void interruptedExceptionWithoutInterrupt_isAFailure() {
        simulation.spawn("liar", () -> {
            throw new InterruptedException("nobody did");
        });

        assertThatThrownBy(simulation::run)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("'liar'")
                .hasRootCauseMessage("nobody did");
    }

    @Test
    void processEndingWithItsInterruptStatusSet_isANormalEnd() {
        SimProcess process = simulation.spawn("process", () -> log("ran"));
        process.interrupt();

        simulation.run(process::join);

        assertThat(log()).containsExactly("0s ran");
    }

    private SimProcess spawnInterruptible(String name) {
        return simulation.spawn(name, () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
                log(name);
            } catch (InterruptedException e) {
                log(name + " interrupted");
            }
        });
    }

    private void sleepAndLogInterrupt(String name) {
        try {
            simulation.sleep(seconds(1));
            log(name + " slept");
        } catch (InterruptedException e) {
            log(name + " interrupted, status " + Thread.currentThread().isInterrupted());
        }
    }
}

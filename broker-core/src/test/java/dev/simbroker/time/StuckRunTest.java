package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.testing.SimulationFixture;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that would never end: deadlocks, and what the driving thread is interrupted for. */
class StuckRunTest extends SimulationFixture {

    @AfterEach
    void interruptStatus_isNotLeftBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    // ---- deadlock ----

    @Test
    void deadlock_listsWhoWaitsForWhatSinceWhenAndWhere() {
        SimProcess sleeper = spawnWaiter("waiter");
        simulation.spawn("joiner", () -> {
            simulation.sleep(seconds(1));
            sleeper.join();
        });

        var deadlock = catchThrowableOfType(
                DeadlockException.class,
                () -> simulation.run(() -> {
                    simulation.sleep(seconds(2));
                    awaitParcel();
                }));

        List<String> lines = String.valueOf(deadlock.getMessage()).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("'main' waits forever: at 2000-01-01T00:00:02Z nothing else can run");
        assertThat(lines.get(1))
                .startsWith("  process 'waiter' waits for a parcel since 2000-01-01T00:00:00Z at ")
                .contains("awaitParcel(SimulationFixture.java:");
        assertThat(lines.get(2))
                .startsWith("  process 'joiner' waits for the end of process 'waiter' since 2000-01-01T00:00:01Z at ")
                .contains("(StuckRunTest.java:");
        assertThat(lines.get(3))
                .startsWith("  process 'main' waits for a parcel since 2000-01-01T00:00:02Z at ")
                .contains("awaitParcel(SimulationFixture.java:");
        assertThat(lines.get(4)).isEqualTo("  " + replayLine());
        assertThat(deadlock.blocked()).isEqualTo(simulation.blocked());
    }

    @Test
    void bodyThatWaits_isDeadlocked_whenForADayOnlyBackgroundProcessesHaveRun() {
        simulation.spawnBackground("ticker", () -> {
            while (true) {
                simulation.sleep(seconds(60));
            }
        });

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(this::awaitParcel))
                .withMessageContaining("'main' waits forever: at 2000-01-02T00:01:00Z"
                        + " nothing but background processes has run for a day");
    }

    @Test
    void interruptedDriver_endsAlsoAProcessThatWaitsOutsideTheSimulation() {
        var driver = Thread.currentThread();
        var never = new CountDownLatch(1);

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> simulation.run(() -> {
                    driver.interrupt();
                    never.await();
                }));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void bodyThatWaitsForABackgroundProcess_isNotDeadlocked() {
        SimProcess server = simulation.spawnBackground("server", () -> simulation.sleep(seconds(604_800)));

        simulation.run(() -> server.join());

        assertThat(simulation.elapsed()).isEqualTo(seconds(604_800));
    }

    @Test
    void deadlockOfMoreThanTwenty_isSummarized_butCompleteInTheData() {
        for (int n = 1; n <= 25; n++) {
            spawnWaiter("waiter " + n);
        }

        var deadlock = catchThrowableOfType(DeadlockException.class, () -> simulation.run(this::awaitParcel));

        List<String> lines = String.valueOf(deadlock.getMessage()).lines().toList();
        assertThat(lines).hasSize(1 + 20 + 1 + 1);
        assertThat(lines.get(20)).startsWith("  process 'waiter 20' waits for");
        assertThat(lines.get(21)).isEqualTo("  and 6 more");
        assertThat(deadlock.blocked()).hasSize(26);
    }

    @Test
    void deadlockOfExactlyTwenty_isListedInFull() {
        for (int n = 1; n <= 19; n++) {
            spawnWaiter("waiter " + n);
        }

        var deadlock = catchThrowableOfType(DeadlockException.class, () -> simulation.run(this::awaitParcel));

        assertThat(deadlock).hasMessageContaining("process 'main'").hasMessageNotContaining("more");
    }

    @Test
    void processThatJoinsItself_isADeadlock() {
        var self = new SimProcess[1];
        self[0] = simulation.spawn("narcissus", () -> self[0].join());

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> self[0].join()))
                .withMessageContaining("process 'narcissus' waits for the end of process 'narcissus'");
    }

    @Test
    void deadlockedSimulation_canOnlyBeClosed() {
        assertThatThrownBy(() -> simulation.run(this::awaitParcel)).isInstanceOf(DeadlockException.class);

        assertThatIllegalStateException()
                .isThrownBy(simulation::run)
                .withMessageStartingWith("the simulation has failed and can only be closed");
    }

    // ---- the driving thread is interrupted ----

    @Test
    void interruptOfTheDrivingThread_endsTheRun_andLeavesItsStatus() {
        Thread driver = Thread.currentThread();
        simulation.spawn("ticker", this::tickForEver);
        simulation.spawn("interrupter", () -> {
            simulation.sleep(seconds(3));
            driver.interrupt();
        });

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(simulation::run)
                .withMessageStartingWith(
                        "the thread that drives the simulation was interrupted at simulated time 2000-")
                .satisfies(end -> assertThat(end).hasMessageEndingWith(replayLine()));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptBeforeTheRun_endsItBeforeAnythingHappens() {
        simulation.spawn("process", () -> log("never"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> simulation.runFor(seconds(1))).isInstanceOf(RunInterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(log()).isEmpty();
        assertThat(simulation.now()).isEqualTo(START);
    }

    @Test
    void interruptedRun_canBeContinued() {
        spawnSleeper("sleeper", seconds(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(simulation::run).isInstanceOf(RunInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();

        simulation.run();

        assertThat(log()).containsExactly("1s sleeper");
    }

    /** A run of nothing but tasks never leaves the driving thread, which then did not look at its status. */
    @Test
    void interruptOfTheDrivingThread_endsARunOfTasksToo() {
        scheduleTicks(100);
        simulation.schedule(seconds(3), Thread.currentThread()::interrupt);

        assertThatThrownBy(simulation::run).isInstanceOf(RunInterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
    }

    private void scheduleTicks(int left) {
        if (left > 0) {
            simulation.schedule(seconds(1), () -> scheduleTicks(left - 1));
        }
    }

    private void tickForEver() throws InterruptedException {
        while (true) {
            simulation.sleep(seconds(1));
        }
    }
}

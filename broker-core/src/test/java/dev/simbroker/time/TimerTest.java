package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerTest extends SimulationFixture {

    @Test
    void tasks_runByTime_thenByCreation() {
        scheduleLog("c", seconds(2));
        scheduleLog("a", seconds(1));
        scheduleLog("d", seconds(2));
        scheduleLog("b", seconds(1));

        simulation.run();

        assertThat(log()).containsExactly("1s a", "1s b", "2s c", "2s d");
    }

    @Test
    void task_runsOnce() {
        scheduleLog("task", seconds(1));

        simulation.runFor(seconds(100));

        assertThat(log()).containsExactly("1s task");
    }

    @Test
    void cancel_preventsTheTask_onceOnly() {
        Timer timer = simulation.schedule(seconds(1), () -> log("never"));
        scheduleLog("other", seconds(1));

        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        simulation.run();

        assertThat(log()).containsExactly("1s other");
    }

    @Test
    void cancel_afterTheTaskHasRun_answersFalse() {
        Timer timer = simulation.schedule(seconds(1), () -> log("task"));
        simulation.run();

        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void cancel_byAProcess_inTheSameInstant_isInTime_ifTheTimerHasNotFired() {
        Timer timer = simulation.schedule(Duration.ZERO, () -> log("never"));
        simulation.spawn("canceller", () -> log("cancelled: " + timer.cancel()));

        simulation.run();

        assertThat(log()).containsExactly("0s cancelled: true");
    }

    @Test
    void cancel_byAnotherTaskOfTheInstant_isInTimeForYoungerOnes_andTooLateForOlderOnes() {
        List<Timer> timers = new ArrayList<>();
        timers.add(simulation.schedule(seconds(1), () -> log("older")));
        simulation.schedule(seconds(1), () -> timers.forEach(timer -> log("cancelled: " + timer.cancel())));
        timers.add(simulation.schedule(seconds(1), () -> log("younger")));

        simulation.run();

        assertThat(log()).containsExactly("1s older", "1s cancelled: false", "1s cancelled: true");
    }

    @Test
    void cancel_byItsOwnTask_answersFalse() {
        var self = new Timer[1];
        self[0] = simulation.schedule(seconds(1), () -> log("cancelled: " + self[0].cancel()));

        simulation.run();

        assertThat(log()).containsExactly("1s cancelled: false");
    }

    @Test
    void cancelledTimer_doesNotMoveTheClock() {
        simulation.schedule(seconds(9), () -> log("never")).cancel();
        scheduleLog("task", seconds(1));

        simulation.run();

        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void taskThatWaits_isToldToSpawnAProcess() {
        SimProcess endless = spawnWaiter("waiter");
        simulation.schedule(seconds(1), () -> {
            assertMustNotWait(() -> simulation.sleep(seconds(1)));
            assertMustNotWait(() -> simulation.spi().currentWaiter());
            assertMustNotWait(endless::join);
            log("refused");
        });

        simulation.run();

        assertThat(log()).containsExactly("1s refused");
    }

    /** Without a process the task runs on the driving thread, which was told that it is not a process instead. */
    @Test
    void taskThatWaits_isToldToSpawnAProcess_alsoWhereThereIsNone() {
        simulation.schedule(seconds(1), () -> {
            assertMustNotWait(() -> simulation.sleep(seconds(1)));
            log("refused");
        });

        simulation.run();

        assertThat(log()).containsExactly("1s refused");
    }

    @Test
    void task_maySpawnProcessesAndScheduleTasks() {
        simulation.schedule(seconds(1), () -> {
            simulation.schedule(Duration.ZERO, () -> log("task of a task"));
            spawnSleeper("process", seconds(1));
        });

        simulation.run();

        assertThat(log()).containsExactly("1s task of a task", "2s process");
    }

    @Test
    void chainOfTasks_needsNoProcess() {
        tick(3);

        simulation.run();

        assertThat(log()).containsExactly("1s tick 3", "2s tick 2", "3s tick 1");
    }

    @Test
    void taskForTheEndOfTime_neverRuns_andDoesNotKeepARunAlive() {
        Timer timer = simulation.schedule(seconds(Long.MAX_VALUE), () -> log("never"));

        simulation.run();

        assertThat(simulation.now()).isEqualTo(START);
        assertThat(timer.cancel()).isTrue();
    }

    @Test
    void taskForAnInstant_runsThen_inTurnWithThoseAfterADelay() {
        simulation.runFor(seconds(1));
        simulation.spi().scheduleAt(seconds(3).toNanos(), () -> log("at 3"));
        scheduleLog("after 2", seconds(2));
        simulation.spi().scheduleAt(seconds(2).toNanos(), () -> log("at 2"));
        simulation.spi().scheduleAt(seconds(3).toNanos(), () -> log("at 3 too"));

        simulation.run();

        assertThat(log()).containsExactly("2s at 2", "3s at 3", "3s after 2", "3s at 3 too");
    }

    @Test
    void taskForAnInstantThatIsPast_runsAtOnce_andOneForTheEndOfTimeNever() {
        simulation.runFor(seconds(5));
        simulation.spi().scheduleAt(seconds(3).toNanos(), () -> log("past"));
        Timer never = simulation.spi().scheduleAt(Scheduler.FOREVER, () -> log("never"));

        simulation.run();

        assertThat(log()).containsExactly("5s past");
        assertThat(never.cancel()).isTrue();
    }

    private void tick(int left) {
        if (left > 0) {
            simulation.schedule(seconds(1), () -> {
                log("tick " + left);
                tick(left - 1);
            });
        }
    }

    private static void assertMustNotWait(ProcessBody wait) {
        assertThatIllegalStateException()
                .isThrownBy(wait::run)
                .withMessage("a timer's task must not wait: spawn a process for it");
    }
}

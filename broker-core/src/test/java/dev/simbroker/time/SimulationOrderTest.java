package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens before what: ready processes first, then timers by time and creation, one at a time. */
class SimulationOrderTest extends SimulationFixture {

    @Test
    void readyProcesses_runInOrderOfCreation() {
        for (String name : List.of("a", "b", "c")) {
            simulation.spawn(name, () -> log(name));
        }

        simulation.run();

        assertThat(log()).containsExactly("0s a", "0s b", "0s c");
    }

    @Test
    void processMadeReadyLater_runsAfterThoseThatWereReadyBefore() {
        simulation.spawn("a", () -> {
            simulation.spawn("child", () -> log("child"));
            log("a");
        });
        simulation.spawn("b", () -> log("b"));

        simulation.run();

        assertThat(log()).containsExactly("0s a", "0s b", "0s child");
    }

    @Test
    void wokenProcesses_runInTheOrderInWhichTheyWereWoken() throws Exception {
        var waiters = new Waiter[3];
        for (int n = 0; n < waiters.length; n++) {
            int number = n;
            simulation.spawn("waiter " + number, () -> {
                waiters[number] = simulation.spi().currentWaiter();
                awaitParcel();
                log("waiter " + number);
            });
        }
        simulation.spawn("waker", () -> {
            waiters[2].wake();
            waiters[0].wake();
            waiters[1].wake();
            log("waker goes on");
        });

        simulation.run();

        assertThat(log()).containsExactly("0s waker goes on", "0s waiter 2", "0s waiter 0", "0s waiter 1");
    }

    @Test
    void readyProcesses_runBeforeTimersOfTheSameInstant() {
        scheduleLog("timer", Duration.ZERO);
        simulation.spawn("a", () -> log("a"));
        simulation.spawn("b", () -> log("b"));

        simulation.run();

        assertThat(log()).containsExactly("0s a", "0s b", "0s timer");
    }

    @Test
    void sleepers_wakeInOrderOfTime_thenOfCreation() {
        spawnSleeper("a", seconds(2));
        spawnSleeper("b", seconds(1));
        spawnSleeper("c", seconds(2));
        spawnSleeper("d", seconds(1));

        simulation.run();

        assertThat(log()).containsExactly("1s b", "1s d", "2s a", "2s c");
    }

    @Test
    void sleepersAndTasks_shareOneOrder() {
        scheduleLog("task before", seconds(1)); // created before the run, the sleep only in it
        spawnSleeper("sleeper", seconds(1));
        simulation.spawn("scheduler", () -> scheduleLog("task after", seconds(1)));

        simulation.run();

        assertThat(log()).containsExactly("1s task before", "1s sleeper", "1s task after");
    }

    @Test
    void timersSetAtDifferentTimesForOneInstant_fireInTheOrderInWhichTheyWereSet() {
        simulation.spawn("late", () -> {
            simulation.sleep(seconds(1));
            scheduleLog("set at 1 s for 3 s", seconds(2));
        });
        simulation.spawn("later", () -> {
            simulation.sleep(seconds(2));
            scheduleLog("set at 2 s for 3 s", seconds(1));
        });
        simulation.spawn("early", () -> scheduleLog("set at 0 s for 3 s", seconds(3)));

        simulation.run();

        assertThat(log()).containsExactly("3s set at 0 s for 3 s", "3s set at 1 s for 3 s", "3s set at 2 s for 3 s");
    }

    @Test
    void whatATaskMadeReady_runsBeforeTheNextTimerOfTheInstant() {
        simulation.schedule(seconds(1), () -> {
            simulation.spawn("child", () -> {
                log("child");
                simulation.spawn("grandchild", () -> log("grandchild"));
            });
            log("first");
        });
        scheduleLog("second", seconds(1));

        simulation.run();

        assertThat(log()).containsExactly("1s first", "1s child", "1s grandchild", "1s second");
    }

    @Test
    void whatASleeperMadeReady_runsBeforeTheNextSleeperOfTheInstant() {
        simulation.spawn("a", () -> {
            simulation.sleep(seconds(1));
            log("a");
            simulation.spawn("child", () -> log("child"));
        });
        spawnSleeper("b", seconds(1));

        simulation.run();

        assertThat(log()).containsExactly("1s a", "1s child", "1s b");
    }

    @Test
    void sleepOfZero_letsGoFirst_whatIsReadyAndTheOlderTimersOfTheInstant() {
        scheduleLog("older timer", Duration.ZERO);
        simulation.spawn("a", () -> {
            log("a");
            simulation.sleep(Duration.ZERO);
            log("a again");
        });
        simulation.spawn("b", () -> {
            log("b");
            scheduleLog("younger timer", Duration.ZERO);
        });

        simulation.run();

        assertThat(log()).containsExactly("0s a", "0s b", "0s older timer", "0s a again", "0s younger timer");
    }

    @Test
    void processThatNeverWaits_isNeverInterleaved() {
        for (String name : List.of("a", "b")) {
            simulation.spawn(name, () -> {
                for (int n = 0; n < 3; n++) {
                    log(name + n);
                    simulation.spawn("child", () -> {});
                }
            });
        }

        simulation.run();

        assertThat(log()).containsExactly("0s a0", "0s a1", "0s a2", "0s b0", "0s b1", "0s b2");
    }

    @Test
    void nanosecondApart_isApart() {
        spawnSleeper("later", Duration.ofNanos(2));
        spawnSleeper("earlier", Duration.ofNanos(1));

        simulation.run();

        assertThat(log()).containsExactly("0.000000001s earlier", "0.000000002s later");
    }
}

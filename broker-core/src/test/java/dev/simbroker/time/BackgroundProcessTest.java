package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Background processes run along with a run, but do not keep it alive. */
class BackgroundProcessTest extends SimulationFixture {

    @Test
    void backgroundProcess_doesNotKeepARunAlive() {
        simulation.spawnBackground("ticker", this::tickForEver);
        spawnSleeper("sleeper", Duration.ofMillis(2500));

        simulation.run();

        assertThat(log()).containsExactly("0s tick", "1s tick", "2s tick", "2.5s sleeper");
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void backgroundProcessAlone_doesNotRun_whenAskedForQuiescence() {
        simulation.spawnBackground("ticker", this::tickForEver);

        simulation.run();

        assertThat(log()).isEmpty();
    }

    @Test
    void backgroundProcess_runsWithinARunForATime() {
        simulation.spawnBackground("ticker", this::tickForEver);

        simulation.runFor(seconds(2));

        assertThat(log()).containsExactly("0s tick", "1s tick", "2s tick");
    }

    @Test
    void backgroundProcess_runsWhileABodyRuns() {
        simulation.spawnBackground("ticker", this::tickForEver);

        simulation.run(() -> simulation.sleep(seconds(1).plusNanos(1)));

        assertThat(log()).containsExactly("0s tick", "1s tick");
    }

    @Test
    void childrenOfABackgroundProcess_areBackground() {
        simulation.spawnBackground("parent", () -> {
            simulation.spawn("child", this::tickForEver);
            simulation.schedule(seconds(1), () -> simulation.spawn("grandchild", this::tickForEver));
        });
        spawnSleeper("sleeper", Duration.ofMillis(1500));

        simulation.run();

        assertThat(log()).containsExactly("0s tick", "1s tick", "1s tick", "1.5s sleeper");
    }

    @Test
    void timersOfABackgroundProcess_areBackground() {
        simulation.spawnBackground("parent", () -> {
            scheduleLog("at 1 s", seconds(1));
            scheduleLog("at 3 s", seconds(3));
        });
        spawnSleeper("sleeper", seconds(2));

        simulation.run();

        assertThat(log()).containsExactly("1s at 1 s", "2s sleeper");
    }

    @Test
    void childrenOfOthers_areNotBackground_thoughABackgroundProcessRanBefore() {
        simulation.spawnBackground("ticker", this::tickForEver);
        simulation.spawn("parent", () -> {
            simulation.sleep(seconds(1));
            spawnSleeper("child", seconds(1));
            scheduleLog("task", seconds(2));
        });

        simulation.run();

        assertThat(log()).containsExactly("0s tick", "1s tick", "2s tick", "2s child", "3s task");
    }

    /** A run in which only a background task was due left everything that was spawned afterwards in the background. */
    @Test
    void processSpawnedAfterARun_isNotBackground_thoughABackgroundTaskRanLast() {
        simulation.spawnBackground("parent", () -> scheduleLog("background task", seconds(2)));
        simulation.runFor(seconds(1));
        simulation.runFor(seconds(1));

        simulation.spawn("foreground", () -> log("foreground"));
        simulation.run();

        assertThat(log()).containsExactly("2s background task", "2s foreground");
    }

    @Test
    void cancelledAndInterruptedOnes_noLongerKeepARunAlive() {
        SimProcess sleeper = spawnWaiterWithDeadline();
        Timer timer = simulation.schedule(Duration.ofDays(2), () -> log("never"));
        simulation.spawn("canceller", () -> {
            simulation.sleep(seconds(1));
            sleeper.interrupt();
            timer.cancel();
        });
        simulation.spawnBackground("ticker", this::tickForEver);

        simulation.run();

        assertThat(log()).containsExactly("0s tick", "1s interrupted");
    }

    private SimProcess spawnWaiterWithDeadline() {
        return simulation.spawn("sleeper", () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
                log("interrupted");
            }
        });
    }

    private void tickForEver() throws InterruptedException {
        while (true) {
            log("tick");
            simulation.sleep(seconds(1));
        }
    }
}

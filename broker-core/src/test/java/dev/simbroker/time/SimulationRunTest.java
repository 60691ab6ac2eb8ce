package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far each of the runs goes, and what it leaves for the next. */
class SimulationRunTest extends SimulationFixture {

    // ---- run(): to quiescence ----

    @Test
    void run_ofNothing_returnsAtOnce() {
        simulation.run();

        assertThat(simulation.now()).isEqualTo(START);
    }

    @Test
    void run_endsAtQuiescence_atTheTimeOfTheLastEvent() {
        spawnSleeper("sleeper", seconds(5));
        spawnWaiter("waiter");
        scheduleLog("task", seconds(7));

        simulation.run();

        assertThat(log()).containsExactly("5s sleeper", "7s task");
        assertThat(simulation.elapsed()).isEqualTo(seconds(7));
    }

    @Test
    void run_isContinuedByTheNext_withWhatWasSetUpBetween() {
        SimProcess waiter = spawnWaiter("waiter");
        spawnSleeper("first", seconds(1));
        simulation.run();

        waiter.interrupt();
        spawnSleeper("second", seconds(1));
        simulation.run();

        assertThat(log()).containsExactly("1s first", "1s waiter interrupted", "2s second");
    }

    // ---- runFor and runUntil: to a limit ----

    @Test
    void runFor_includesWhatIsDueAtItsEnd_andNothingLater() {
        spawnSleeper("at the end", seconds(20));
        spawnSleeper("a nanosecond later", seconds(20).plusNanos(1));

        simulation.runFor(seconds(20));

        assertThat(log()).containsExactly("20s at the end");
        assertThat(simulation.now()).isEqualTo(START.plusSeconds(20));
    }

    @Test
    void runFor_includesWhatBecomesDueAtItsEnd() {
        simulation.schedule(
                seconds(20),
                () -> simulation.spawn("child", () -> {
                    log("child");
                    simulation.sleep(Duration.ZERO);
                    log("child again");
                    simulation.schedule(Duration.ZERO, () -> log("task"));
                }));

        simulation.runFor(seconds(20));

        assertThat(log()).containsExactly("20s child", "20s child again", "20s task");
    }

    @Test
    void runFor_endsAtItsLimit_whenNothingIsDue() {
        simulation.runFor(Duration.ofDays(1));

        assertThat(simulation.elapsed()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void runFor_noTime_runsWhatIsDueNow() {
        scheduleLog("now", Duration.ZERO);
        scheduleLog("later", Duration.ofNanos(1));

        simulation.runFor(Duration.ZERO);

        assertThat(log()).containsExactly("0s now");
        assertThat(simulation.now()).isEqualTo(START);
    }

    @Test
    void runsForATime_followOneAnother() {
        simulation.spawn("ticker", () -> {
            while (true) {
                log("tick");
                simulation.sleep(seconds(2));
            }
        });

        simulation.runFor(seconds(3));
        assertThat(log()).containsExactly("0s tick", "2s tick");
        simulation.runFor(seconds(3));

        assertThat(log()).containsExactly("0s tick", "2s tick", "4s tick", "6s tick");
    }

    @Test
    void runFor_everAndEver_endsWhenNothingIsLeft() {
        spawnSleeper("sleeper", Duration.ofDays(1000));

        simulation.runFor(seconds(Long.MAX_VALUE));

        assertThat(simulation.elapsed()).isEqualTo(Duration.ofDays(1000));
    }

    @Test
    void runUntil_includesWhatIsDueThen_andLeavesThatTime() {
        spawnSleeper("at the end", seconds(20));
        spawnSleeper("a nanosecond later", seconds(20).plusNanos(1));

        simulation.runUntil(START.plusSeconds(20));

        assertThat(log()).containsExactly("20s at the end");
        assertThat(simulation.now()).isEqualTo(START.plusSeconds(20));
    }

    @Test
    void runUntil_now_runsWhatIsDueNow() {
        spawnSleeper("sleeper", Duration.ZERO);

        simulation.runUntil(simulation.now());

        assertThat(log()).containsExactly("0s sleeper");
    }

    @Test
    void runUntil_thePast_isRefused() {
        simulation.runFor(seconds(10));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.runUntil(Instant.parse("2000-01-01T00:00:09Z")))
                .withMessage("cannot run until 2000-01-01T00:00:09Z: it is 2000-01-01T00:00:10Z already");
    }

    @Test
    void runFor_negative_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.runFor(seconds(-1)))
                .withMessage("a run must not be negative: PT-1S");
    }

    // ---- run(body) and call(body): to the end of a body ----

    @Test
    void runOfABody_returnsWhenTheBodyHasEnded_othersGoOnInALaterRun() {
        spawnSleeper("sleeper", seconds(2));

        simulation.run(() -> {
            simulation.sleep(seconds(1));
            log("body");
        });
        assertThat(log()).containsExactly("1s body");
        simulation.run();

        assertThat(log()).containsExactly("1s body", "2s sleeper");
    }

    @Test
    void runOfABody_leavesWhatIsReadyAtItsEnd_forALaterRun() {
        simulation.run(() -> simulation.spawn("child", () -> log("child")));
        assertThat(log()).isEmpty();

        simulation.run();

        assertThat(log()).containsExactly("0s child");
    }

    @Test
    void runOfABody_isAProcessNamedMain() throws Exception {
        simulation.run(() -> {
            simulation.spawn(
                    "observer", () -> log(simulation.blocked().getFirst().name()));
            simulation.sleep(seconds(1));
        });

        assertThat(log()).containsExactly("0s main");
    }

    @Test
    void runOfABody_startsAfterWhatIsReadyAlready() {
        simulation.spawn("earlier", () -> log("earlier"));

        simulation.run(() -> log("body"));

        assertThat(log()).containsExactly("0s earlier", "0s body");
    }

    @Test
    void callOfABody_returnsItsResult() {
        String answer = simulation.call(() -> {
            simulation.sleep(seconds(1));
            return "slept until " + simulation.now();
        });

        assertThat(answer).isEqualTo("slept until 2000-01-01T00:00:01Z");
    }

    @Test
    void callOfABody_mayReturnNull() {
        @Nullable String answer = simulation.<@Nullable String>call(() -> null);

        assertThat(answer).isNull();
    }
}

package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The life of a process, and waiting for its end. */
class ProcessTest extends SimulationFixture {

    @Test
    void name_isWhatItWasSpawnedWith_andIsItsThreads() {
        SimProcess process =
                simulation.spawn("billing", () -> log(Thread.currentThread().getName()));
        SimProcess namesake = simulation.spawn("billing", () -> {});

        simulation.run();

        assertThat(process.name()).isEqualTo(namesake.name()).isEqualTo("billing");
        assertThat(log()).containsExactly("0s billing");
    }

    @Test
    void process_isAVirtualThread() {
        simulation.run(() -> assertThat(Thread.currentThread().isVirtual()).isTrue());
    }

    @Test
    void state_followsItsLife() {
        var self = new SimProcess[1];
        SimProcess process = simulation.spawn("process", () -> {
            log("itself " + self[0].state());
            awaitParcel();
        });
        self[0] = process;
        log("spawned " + process.state());

        simulation.run(() -> {
            log("seen by another " + process.state());
            process.interrupt();
            log("interrupted " + process.state());
            process.join();
            log("joined " + process.state());
        });

        assertThat(log())
                .containsExactly(
                        "0s spawned NEW",
                        "0s itself RUNNING",
                        "0s seen by another WAITING",
                        "0s interrupted READY",
                        "0s joined TERMINATED");
    }

    @Test
    void process_describesItself() {
        SimProcess process = spawnWaiter("waiter");
        simulation.run();

        assertThat(process).hasToString("process 'waiter' (WAITING)");
    }

    @Test
    void join_waitsForTheEnd() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));

        simulation.run(() -> {
            sleeper.join();
            log("joined");
        });

        assertThat(log()).containsExactly("5s sleeper", "5s joined");
    }

    @Test
    void joinOfAnEndedProcess_returnsAtOnce_alsoOutsideTheSimulation() throws Exception {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));
        simulation.run();

        sleeper.join();
        assertThat(sleeper.join(seconds(1))).isTrue();
        simulation.run(() -> {
            sleeper.join();
            assertThat(sleeper.join(Duration.ZERO)).isTrue();
        });

        assertThat(simulation.elapsed()).isEqualTo(seconds(5));
    }

    @Test
    void joinWithATimeout_answersWhetherItEnded() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));

        simulation.run(() -> {
            log("within nothing: " + sleeper.join(Duration.ZERO));
            log("within 2 s: " + sleeper.join(seconds(2)));
            log("within 10 s: " + sleeper.join(seconds(10)));
        });

        assertThat(log())
                .containsExactly(
                        "0s within nothing: false", "2s within 2 s: false", "5s sleeper", "5s within 10 s: true");
    }

    @Test
    void joinTimeout_thatComesAtTheInstantOfTheEnd_isDecidedByTheOrderOfTheTimers() {
        SimProcess older = spawnSleeper("older", seconds(5));
        simulation.spawn("joiner of older", () -> log("older: " + older.join(seconds(5))));
        var younger = new SimProcess[1];
        simulation.spawn("joiner of younger", () -> log("younger: " + younger[0].join(seconds(5))));
        younger[0] = spawnSleeper("younger", seconds(5));

        simulation.run();

        assertThat(log()).containsExactly("5s older", "5s older: true", "5s younger: false", "5s younger");
    }

    @Test
    void severalJoiners_goOnInTheOrderInWhichTheyJoined() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));
        for (int delay : new int[] {3, 1, 2}) {
            simulation.spawn("joiner", () -> {
                simulation.sleep(seconds(delay));
                sleeper.join();
                log("joiner since " + delay);
            });
        }

        simulation.run();

        assertThat(log()).containsExactly("5s sleeper", "5s joiner since 1", "5s joiner since 2", "5s joiner since 3");
    }

    @Test
    void joinerThatGaveUp_isNotWokenByTheEnd() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));
        simulation.spawn("impatient", () -> {
            log("joined: " + sleeper.join(seconds(1)));
            awaitParcel();
            log("never");
        });

        simulation.run();

        assertThat(log()).containsExactly("1s joined: false", "5s sleeper");
    }

    @Test
    void join_canBeInterrupted_andLeavesTheOtherAlone() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));
        SimProcess joiner = simulation.spawn("joiner", () -> {
            try {
                sleeper.join();
            } catch (InterruptedException e) {
                log("join interrupted");
            }
        });
        simulation.schedule(seconds(1), joiner::interrupt);

        simulation.run();

        assertThat(log()).containsExactly("1s join interrupted", "5s sleeper");
    }

    @Test
    void join_isNotEndedByAWakeForAnotherReason() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(5));
        simulation.spawn("joiner", () -> {
            simulation.schedule(seconds(1), simulation.spi().currentWaiter()::wake);
            sleeper.join();
            log("joined");
        });

        simulation.run();

        assertThat(log()).containsExactly("5s sleeper", "5s joined");
    }

    @Test
    void waiter_canBeAwaitedByItsOwnProcessOnly() {
        var waiter = new Waiter[1];
        simulation.spawn("owner", () -> {
            waiter[0] = simulation.spi().currentWaiter();
            awaitParcel();
        });

        simulation.run(() -> assertRefused(
                () -> waiter[0].await(() -> "nothing", Scheduler.FOREVER),
                "process 'owner' (WAITING) can wait only for itself"));
    }

    @Test
    void wait_endsAtItsDeadline_alsoWhenThatHasPassed() {
        simulation.run(() -> {
            simulation
                    .spi()
                    .currentWaiter()
                    .await(() -> "a parcel", simulation.spi().deadlineAfter(2_000_000_000));
            log("waited");
            simulation.spi().currentWaiter().await(() -> "a parcel", 1);
            log("did not wait");
        });

        assertThat(log()).containsExactly("2s waited", "2s did not wait");
    }

    @Test
    void wake_ofAProcessThatDoesNotWait_isForgotten() {
        simulation.spawn("process", () -> {
            Waiter waiter = simulation.spi().currentWaiter();
            waiter.wake();
            simulation.schedule(seconds(3), waiter::wake);
            awaitParcel();
            log("woken");
        });

        simulation.run();

        assertThat(log()).containsExactly("3s woken");
    }
}

package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may call what, and what the others are told to do. */
class SimulationThreadsTest extends SimulationFixture {

    private static final String NO_PROCESS =
            "cannot wait in simulated time, because it is not a process of the simulation:"
                    + " use run(body), or spawn a process for what waits";
    private static final String ANOTHERS = "cannot wait here, because it is a process of another simulation:"
            + " make the broker, queue or lock in the simulation of those that use it";
    private static final String STRANGER =
            "thread 'stranger' is not a process of the simulation, which is running: only its"
                    + " own processes may use it now; spawn a process instead of starting a thread";
    private static final String INSIDE =
            "a simulation cannot be run or closed from inside: do it on the thread that drives it, after the run";
    private static final String CLOSED = "the simulation is closed: create a new one";

    // ---- from outside ----

    @Test
    void waitingOutsideTheSimulation_isRefused() {
        SimProcess process = spawnWaiter("waiter");
        String message = "thread '" + Thread.currentThread().getName() + "' " + NO_PROCESS;

        assertRefused(() -> simulation.sleep(seconds(1)), message);
        assertRefused(() -> simulation.spi().currentWaiter(), message);
        assertRefused(process::join, message);
        assertRefused(() -> process.join(seconds(1)), message);
    }

    @Test
    void waitingOnAThreadOfOnesOwn_isRefused_whileTheSimulationRuns() {
        simulation.run(() -> {
            assertStrangerRefused(() -> simulation.sleep(seconds(1)), "thread 'stranger' " + NO_PROCESS);
            assertStrangerRefused(() -> simulation.spi().currentWaiter(), "thread 'stranger' " + NO_PROCESS);
        });
    }

    @Test
    void useByAThreadOfOnesOwn_isRefused_whileTheSimulationRuns() {
        SimProcess process = spawnWaiter("waiter");
        Timer timer = simulation.schedule(seconds(1), () -> log("task"));

        simulation.run(() -> {
            assertStrangerRefused(() -> simulation.spawn("process", () -> {}), STRANGER);
            assertStrangerRefused(() -> simulation.spawnBackground("process", () -> {}), STRANGER);
            assertStrangerRefused(() -> simulation.schedule(seconds(1), () -> {}), STRANGER);
            assertStrangerRefused(() -> simulation.random().nextInt(), STRANGER);
            assertStrangerRefused(() -> simulation.spi().newGuard().enter(), STRANGER);
            assertStrangerRefused(simulation::blocked, STRANGER);
            assertStrangerRefused(process::interrupt, STRANGER);
            assertStrangerRefused(process::join, STRANGER);
            assertStrangerRefused(timer::cancel, STRANGER);
            simulation.sleep(seconds(2));
        });

        assertThat(log()).containsExactly("1s task");
    }

    @Test
    void refusedDraw_leavesTheRandomSourceAsItWas() {
        int expected;
        try (var other = Simulation.create()) {
            expected = other.random().nextInt();
        }

        simulation.run(() -> {
            assertStrangerRefused(() -> simulation.random().nextInt(), STRANGER);
            assertThat(simulation.random().nextInt()).isEqualTo(expected);
        });
    }

    // ---- from two threads ----

    @Test
    void drivingFromASecondThread_isRefused_whileTheSimulationRuns() {
        String message = "the simulation is being driven by thread '"
                + Thread.currentThread().getName() + "': drive and close it from one thread, one call after the other";

        simulation.run(() -> {
            assertStrangerRefused(simulation::run, message);
            assertStrangerRefused(() -> simulation.run(() -> log("never")), message);
            assertStrangerRefused(() -> simulation.call(() -> "never"), message);
            assertStrangerRefused(() -> simulation.runFor(seconds(1)), message);
            assertStrangerRefused(() -> simulation.runUntil(START.plusSeconds(1)), message);
            assertStrangerRefused(simulation::close, message);
        });
        simulation.run();

        assertThat(log()).isEmpty();
        assertThat(simulation.now()).isEqualTo(START);
    }

    @Test
    void drivingFromAnotherThread_isAllowed_afterTheRun() throws Exception {
        spawnSleeper("sleeper", seconds(2));
        simulation.runFor(seconds(1));

        assertThat(thrownOnAnotherThread(simulation::run)).isNull();

        assertThat(log()).containsExactly("2s sleeper");
    }

    /** It was none while it drove. */
    @Test
    void threadThatDroveAnEarlierRun_isAStrangerInTheNext() throws Exception {
        try (var driver = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("stranger").factory())) {
            driver.submit(() -> simulation.runFor(seconds(1))).get();

            simulation.run(() -> {
                var refused = driver.submit(() -> catchThrowable(() -> simulation.spawn("process", () -> {})));
                assertThat(refused.get())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(STRANGER);
            });
        }
    }

    // ---- from inside ----

    @Test
    void drivingFromInsideAProcess_isRefused() {
        simulation.run(this::assertDrivingIsRefused);
    }

    @Test
    void drivingFromInsideATask_isRefused() {
        simulation.schedule(seconds(1), this::assertDrivingIsRefused);
        simulation.run();

        spawnSleeper("sleeper", seconds(2)); // now the task runs on the thread of a process
        simulation.schedule(seconds(1), this::assertDrivingIsRefused);
        simulation.run();

        assertThat(log()).containsExactly("3s sleeper");
    }

    /** The body of a refused run was spawned nevertheless, and ran later. */
    @Test
    void bodyOfARefusedRun_neverRuns() {
        simulation.run(() -> assertRefused(() -> simulation.run(() -> log("never")), INSIDE));
        simulation.run();

        assertThat(log()).isEmpty();
    }

    private void assertDrivingIsRefused() {
        assertRefused(simulation::run, INSIDE);
        assertRefused(() -> simulation.run(() -> log("never")), INSIDE);
        assertRefused(() -> simulation.call(() -> "never"), INSIDE);
        assertRefused(() -> simulation.runFor(Duration.ZERO), INSIDE);
        assertRefused(() -> simulation.runUntil(simulation.now()), INSIDE);
        assertRefused(simulation::close, INSIDE);
    }

    // ---- after close ----

    @Test
    void everythingThatWouldRun_isRefused_afterClose() throws Exception {
        SimProcess process = spawnWaiter("waiter");
        Timer timer = simulation.schedule(seconds(1), () -> log("never"));
        simulation.runFor(Duration.ZERO);
        simulation.close();
        log().clear();

        assertRefused(() -> simulation.spawn("process", () -> {}), CLOSED);
        assertRefused(() -> simulation.spawnBackground("process", () -> {}), CLOSED);
        assertRefused(() -> simulation.schedule(seconds(1), () -> {}), CLOSED);
        assertRefused(() -> simulation.sleep(seconds(1)), CLOSED);
        assertRefused(() -> simulation.spi().currentWaiter(), CLOSED);
        assertRefused(simulation::run, CLOSED);
        assertRefused(() -> simulation.run(() -> log("never")), CLOSED);
        assertRefused(() -> simulation.call(() -> "never"), CLOSED);
        assertRefused(() -> simulation.runFor(seconds(1)), CLOSED);
        assertRefused(() -> simulation.runUntil(START.plusSeconds(1)), CLOSED);

        process.interrupt();
        process.join();
        timer.cancel();
        assertThat(process.state()).isEqualTo(SimProcess.State.TERMINATED);
        assertThat(log()).isEmpty();
    }

    @Test
    void timeCanBeRead_afterClose() {
        simulation.runFor(seconds(3));
        simulation.close();

        assertThat(simulation.now()).isEqualTo(simulation.clock().instant()).isEqualTo(START.plusSeconds(3));
        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
        assertThat(simulation.nanoTime()).isEqualTo(3_000_000_000L);
    }

    // ---- one simulation inside another ----

    @Test
    void processOfOneSimulation_mayDriveAnother() {
        simulation.run(() -> {
            simulation.sleep(seconds(1));
            try (var inner = Simulation.create()) {
                inner.spawn("inner", () -> {
                    inner.sleep(Duration.ofDays(1));
                    log("inner process at " + inner.now());
                });
                inner.run();
            }
            simulation.sleep(seconds(1));
            log("outer process");
        });

        assertThat(log()).containsExactly("1s inner process at 2000-01-02T00:00:00Z", "2s outer process");
    }

    @Test
    void processOfTheInnerSimulation_isAStrangerToTheOuter() {
        simulation.run(() -> {
            try (var inner = Simulation.create()) {
                inner.spawn("stranger", () -> {
                    assertRefused(() -> simulation.sleep(seconds(1)), "process 'stranger' " + ANOTHERS);
                    assertRefused(
                            () -> simulation.spawn("process", () -> {}),
                            "process 'stranger' belongs to another simulation than the one it uses, which is running:"
                                    + " only its own processes may use it now");
                    inner.sleep(seconds(1));
                    log("checked");
                });
                inner.run();
            }
        });

        assertThat(log()).containsExactly("0s checked");
    }

    @Test
    void processThatDrivesAnotherSimulation_isAStrangerInThere() {
        simulation.run(() -> {
            try (var inner = Simulation.create()) {
                assertRefused(() -> inner.sleep(seconds(1)), "process 'main' " + ANOTHERS);
            }
        });
    }

    private static void assertStrangerRefused(ThrowingCallable action, String message) throws InterruptedException {
        assertThat(thrownOnAnotherThread(action))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }
}

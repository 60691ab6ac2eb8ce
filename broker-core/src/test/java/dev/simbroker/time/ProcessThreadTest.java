package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.testing.SimulationFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that are processes. */
class ProcessThreadTest extends SimulationFixture {

    private final ThreadFactory factory = simulation.threadFactory("worker");
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        simulation.close();
        for (Thread thread : threads) {
            thread.join(10_000); // one that has ended by itself may be in its last instructions
        }
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void startedThreads_runAsProcesses_inTheOrderOfTheirStart() {
        Thread first = sleeper(2);
        Thread second = sleeper(1);
        second.start();
        first.start();
        spawnSleeper("process", seconds(1));

        simulation.run();

        assertThat(log()).containsExactly("1s worker-2", "1s process", "2s worker-1");
    }

    @Test
    void insideIt_isTheCurrentThread_withItsOwnThreadLocals() {
        var local = ThreadLocal.withInitial(() -> "initial");
        local.set("driver's");
        Thread thread =
                thread(() -> log(local.get() + " " + Thread.currentThread().getName()));
        thread.setName("renamed");
        var process = new Object[1];
        Thread other = thread(() -> process[0] = simulation.currentProcess().orElseThrow());
        thread.start();
        other.start();

        simulation.run();

        assertThat(log()).containsExactly("0s initial renamed");
        assertThat(process).containsExactly(SimProcess.of(other).orElseThrow());
    }

    @Test
    void notStarted_itIsNoProcess_andLeavesNoThread() {
        Thread thread = sleeper(1);

        simulation.run();

        assertThat(SimProcess.of(thread)).isEmpty();
        assertThat(SimProcess.of(Thread.currentThread())).isEmpty();
        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    }

    @Test
    void process_isTheWayToWaitForItsEnd() {
        Thread thread = sleeper(3);
        simulation.run(() -> {
            thread.start();
            SimProcess process = SimProcess.of(thread).orElseThrow();
            assertThat(process.name()).isEqualTo("worker-1");
            process.join();
            log("joined");
        });

        assertThat(log()).containsExactly("3s worker-1", "3s joined");
    }

    @Test
    void startedTwice_isRefused_evenBeforeItsFirstTurn() {
        Thread thread = sleeper(1);
        thread.start();

        assertThatExceptionOfType(IllegalThreadStateException.class)
                .isThrownBy(thread::start)
                .withMessage("thread 'worker-1' was started before");
        simulation.run();
        assertThatExceptionOfType(IllegalThreadStateException.class).isThrownBy(thread::start);
        assertThat(log()).containsExactly("1s worker-1");
    }

    @Test
    void startedInAClosedSimulation_isRefused() {
        Thread thread = sleeper(1);
        simulation.close();

        assertThatIllegalStateException()
                .isThrownBy(thread::start)
                .withMessage("the simulation is closed: create a new one");
    }

    @Test
    void startedByAStranger_isRefused() {
        Thread thread = sleeper(1);
        var thrown = new @Nullable Throwable[1];
        simulation.run(() -> thrown[0] = thrownOnAnotherThread(thread::start));

        assertThat(thrown[0]).isInstanceOf(IllegalStateException.class).hasMessageContaining("'stranger'");
    }

    @Test
    void interrupt_isAnEventOfItsTime_andEndsItsWait() {
        Thread thread = sleeper(10);
        thread.start();
        simulation.run(() -> {
            simulation.sleep(seconds(1));
            thread.interrupt();
            assertThat(thread.isInterrupted()).isTrue();
            log("interrupted it");
        });
        simulation.run();

        assertThat(log()).containsExactly("1s interrupted it", "1s worker-1 interrupted");
        assertThat(thread.isInterrupted()).isFalse();
    }

    @Test
    void interruptedBeforeItsStart_orByItself_itFindsTheStatus() {
        Thread before = sleeper(10);
        before.interrupt();
        before.start();
        Thread self = thread(() -> {
            Thread.currentThread().interrupt();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            sleep(10);
        });
        self.start();

        simulation.run();

        assertThat(log()).containsExactly("0s worker-1 interrupted", "0s worker-2 interrupted");
    }

    @Test
    void interruptedInItsFirstTurn_isInterruptedThen() {
        Thread thread = sleeper(10);
        thread.start();
        thread.interrupt();

        simulation.run();

        assertThat(log()).containsExactly("0s worker-1 interrupted");
    }

    @Test
    void uncaughtException_failsTheRun() {
        var thrown = new IllegalStateException("broken");
        thread(() -> {
                    throw thrown;
                })
                .start();

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(simulation::run)
                .withMessageContaining("process 'worker-1'")
                .withCause(thrown);
    }

    @Test
    void uncaughtException_goesToItsHandler_ifItHasOne() {
        Thread thread = thread(() -> {
            throw new IllegalStateException("broken");
        });
        thread.setUncaughtExceptionHandler((where, e) -> log(where.getName() + " " + e.getMessage()));
        thread.start();

        simulation.run();

        assertThat(log()).containsExactly("0s worker-1 broken");
    }

    @Test
    void daemon_isABackgroundProcess() {
        Thread thread = sleeper(100);
        thread.setDaemon(true);
        thread.start();
        spawnSleeper("work", seconds(1));

        simulation.run();

        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void madeByAProcess_itIsNoDaemon() {
        simulation.run(() -> assertThat(sleeper(1).isDaemon()).isFalse());
    }

    @Test
    void close_unwindsWhatWaits_andWhatWaitsAgain() {
        thread(() -> {
                    while (true) {
                        sleep(10);
                    }
                })
                .start();
        sleeper(10).start();
        simulation.runFor(seconds(1));
        sleeper(1).start(); // and never has a turn

        simulation.close();

        assertThat(log()).containsExactly("1s worker-1 interrupted", "1s worker-2 interrupted");
    }

    @Test
    void driverThatIsInterrupted_freesAThreadThatWaitsOutside() {
        Thread driver = Thread.currentThread();
        thread(() -> {
                    driver.interrupt();
                    try {
                        new java.util.concurrent.CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        log("freed");
                    }
                })
                .start();

        assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(simulation::run);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(log()).containsExactly("0s freed");
    }

    @Test
    @SuppressWarnings("DoNotCall")
    void runCalledAsAMethod_isTheTask() {
        thread(() -> log("task of " + Thread.currentThread().getName().isEmpty()))
                .run();

        assertThat(log()).containsExactly("0s task of false");
    }

    private Thread sleeper(int duration) {
        return thread(() -> {
            if (sleep(duration)) {
                log(Thread.currentThread().getName());
            }
        });
    }

    private Thread thread(Runnable task) {
        Thread thread = factory.newThread(task);
        threads.add(thread);
        return thread;
    }

    private boolean sleep(int duration) {
        try {
            simulation.sleep(seconds(duration));
            return true;
        } catch (InterruptedException e) {
            log(Thread.currentThread().getName() + " interrupted");
            return false;
        }
    }
}

package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a simulation adds to the contracts: exact times, reports, refusals, and an end. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"}) // it is about each call by itself
class SimulatedLocksTest {

    private final Simulation simulation = Simulation.create();
    private final ProcessLock lock = ProcessLock.create(simulation, "till");
    private final Condition condition = lock.newCondition();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void closeSimulation() {
        simulation.close();
    }

    // ---- times ----

    @Test
    void timeouts_areExact() {
        var semaphore = ProcessSemaphore.create(simulation, "seats", 0);
        var latch = ProcessLatch.create(simulation, "gate", 1);
        simulation.run(() -> {
            var unused = semaphore.tryAcquire(2, SECONDS);
            log("semaphore");
            unused = latch.await(3, SECONDS);
            log("latch");
            lock.lock();
            unused = condition.await(4, SECONDS);
            log("condition");
            lock.unlock();
        });

        assertThat(log).containsExactly("2s semaphore", "5s latch", "9s condition");
    }

    /** Its base class can be; but what waits here belongs to a simulation. */
    @Test
    void semaphore_cannotBeSerialized() {
        var semaphore = ProcessSemaphore.create(simulation, "seats", 1);

        assertThatThrownBy(() -> new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(semaphore))
                .isInstanceOf(NotSerializableException.class)
                .hasMessage(ProcessSemaphore.class.getName());
    }

    @Test
    void awaitNanos_answersWithWhatIsLeft_afterTheLockIsHadAgain() {
        SimProcess waiting = simulation.spawn("waiting", () -> {
            lock.lock();
            log(condition.awaitNanos(SECONDS.toNanos(10)) / 1_000_000_000 + " left");
            log(condition.awaitNanos(SECONDS.toNanos(1)) / 1_000_000_000 + " left");
            lock.unlock();
        });
        simulation.run(() -> {
            simulation.sleep(Duration.ofSeconds(3));
            lock.lock();
            condition.signal();
            simulation.sleep(Duration.ofSeconds(4));
            lock.unlock();
            waiting.join();
        });

        assertThat(log).containsExactly("7s 3 left", "8s 0 left");
    }

    @Test
    void awaitUntil_goesByTheSimulatedClock() {
        var deadline = Date.from(Simulation.DEFAULT_START.plusSeconds(5));
        simulation.run(() -> {
            lock.lock();
            log("signalled: " + condition.awaitUntil(deadline));
            log("signalled: " + condition.awaitUntil(deadline));
            lock.unlock();
        });

        assertThat(log).containsExactly("5s signalled: false", "5s signalled: false");
    }

    @Test
    void signal_interruptAndTimeOut_atOneInstant_areASignal() {
        var waiting = new SimProcess[1];
        simulation.spawn("signalling", () -> {
            simulation.sleep(Duration.ofSeconds(2));
            lock.lock();
            condition.signal();
            waiting[0].interrupt();
            lock.unlock();
        });
        waiting[0] = simulation.spawn("waiting", () -> {
            lock.lock();
            boolean signalled = condition.await(2, SECONDS);
            log("signalled: " + signalled + ", interrupted: " + Thread.interrupted());
            lock.unlock();
        });
        simulation.run();

        assertThat(log).containsExactly("2s signalled: true, interrupted: true");
    }

    @Test
    void handOver_interruptAndTimeOut_atOneInstant_areAHandOver() {
        var waiting = new SimProcess[1];
        simulation.spawn("holder", () -> {
            lock.lock();
            simulation.sleep(Duration.ofSeconds(2));
            waiting[0].interrupt();
            lock.unlock();
        });
        waiting[0] = simulation.spawn("waiting", () -> {
            boolean has = lock.tryLock(2, SECONDS);
            log("has it: " + has + ", interrupted: " + Thread.interrupted());
            lock.unlock();
        });

        simulation.run();

        assertThat(log).containsExactly("2s has it: true, interrupted: true");
        assertThat(lock.isLocked()).isFalse();
    }

    // ---- reports ----

    @Test
    void deadlock_isReported_withWhoHoldsWhat() {
        var other = ProcessLock.create(simulation, "safe");
        Callable<Void> takeBoth = takeBoth(other, lock);
        simulation.spawn("clerk", () -> takeBoth.call());

        assertThatThrownBy(() -> simulation.run(() -> takeBoth(lock, other).call()))
                .isInstanceOfSatisfying(DeadlockException.class, deadlock -> {
                    assertThat(deadlock.blocked())
                            .extracting(blocked -> blocked.name() + " waits for " + blocked.waitingFor())
                            .containsExactly(
                                    "clerk waits for lock 'till' (held by process 'main')",
                                    "main waits for lock 'safe' (held by process 'clerk')");
                    assertThat(deadlock.blocked())
                            .extracting(blocked -> blocked.heldBy().orElseThrow())
                            .containsExactly("main", "clerk");
                })
                .hasMessageContaining("SimulatedLocksTest.java");
    }

    private Callable<Void> takeBoth(Lock first, Lock second) {
        return () -> {
            first.lock();
            simulation.sleep(Duration.ofSeconds(1));
            second.lock();
            return null;
        };
    }

    @Test
    void waits_areReportedByName() {
        simulation.spawn(
                "a", () -> ProcessSemaphore.create(simulation, "seats", 0).acquire());
        simulation.spawn("b", () -> ProcessLatch.create(simulation, "gate", 3).await());
        simulation.spawn("c", () -> {
            lock.lock();
            condition.await();
        });
        simulation.run();

        assertThat(simulation.blocked())
                .extracting(blocked -> blocked.waitingFor())
                .containsExactly(
                        "a permit of semaphore 'seats'",
                        "latch 'gate', with 3 counts to go",
                        "a signal of a condition of lock 'till'");
    }

    @Test
    void lock_tellsWhoHoldsIt() {
        simulation.run(() -> {
            assertThat(lock.isLocked()).isFalse();
            lock.lock();
            lock.lock();
            assertThat(lock.isLocked()).isTrue();
            assertThat(lock.isHeldByCurrentProcess()).isTrue();
            assertThat(lock.holdCount()).isEqualTo(2);
            simulation.spawn("other", () -> {
                assertThat(lock.isHeldByCurrentProcess()).isFalse();
                assertThatThrownBy(lock::unlock)
                        .isInstanceOf(IllegalMonitorStateException.class)
                        .hasMessage("process 'other' does not hold lock 'till', which is held by process 'main'");
            });
            simulation.sleep(Duration.ofSeconds(1));
        });

        assertThat(lock.name()).isEqualTo("till");
    }

    @Test
    void semaphore_tellsHowManyWait_whichTheFinalMethodsCannot() {
        var semaphore = ProcessSemaphore.create(simulation, "seats", 0);
        simulation.spawn("a", semaphore::acquire);
        simulation.spawn("b", semaphore::acquireUninterruptibly);
        simulation.run();

        assertThat(semaphore.waiting()).isEqualTo(2);
        assertThat(semaphore.hasQueuedThreads()).isFalse();
        assertThat(semaphore.getQueueLength()).isZero();
        semaphore.release(5);
        simulation.run();
        assertThat(semaphore).hasToString("semaphore 'seats'[Permits = 3]");
        semaphore.reducePermits(4);
        assertThat(semaphore.availablePermits()).isEqualTo(-1);
        assertThat(semaphore.waiting()).isZero();
    }

    // ---- refusals ----

    @Test
    void lock_isForProcessesOnly() {
        assertThatIllegalStateException().isThrownBy(lock::lock).withMessageContaining("use run(body)");
        assertThatIllegalStateException().isThrownBy(lock::tryLock);
        assertThatIllegalStateException().isThrownBy(lock::unlock);
        assertThatIllegalStateException().isThrownBy(condition::signal);
    }

    /** A timer's task runs on the thread of some process, and must not be taken for it. */
    @Test
    void lock_isNotForTimersTasks_evenOnTheThreadOfTheHolder() {
        simulation.schedule(Duration.ofSeconds(1), lock::unlock);

        assertThatThrownBy(() -> simulation.run(() -> {
                    lock.lock();
                    simulation.sleep(Duration.ofSeconds(2));
                }))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("a timer's task must not wait");
    }

    @Test
    void timersTasks_mayReleaseAndCountDown() {
        var semaphore = ProcessSemaphore.create(simulation, "seats", 0);
        var latch = ProcessLatch.create(simulation, "gate", 1);
        simulation.schedule(Duration.ofSeconds(1), semaphore::release);
        simulation.schedule(Duration.ofSeconds(2), latch::countDown);

        simulation.run(() -> {
            semaphore.acquire();
            log("acquired");
            latch.await();
            log("open");
        });

        assertThat(log).containsExactly("1s acquired", "2s open");
    }

    @Test
    void whatNeedsNoWait_mayBeDoneBetweenRuns() throws InterruptedException {
        var semaphore = ProcessSemaphore.create(simulation, "seats", 1);
        semaphore.acquire();

        assertThat(semaphore.tryAcquire(0, NANOSECONDS)).isFalse();
        assertThatIllegalStateException().isThrownBy(semaphore::acquire);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(1);
        assertThat(semaphore.waiting()).isZero();
        ProcessLatch.create(simulation, "gate", 0).await();
    }

    // ---- the end ----

    @Test
    void close_unwindsThoseWhoCannotBeInterrupted() {
        var semaphore = ProcessSemaphore.create(simulation, "seats", 0);
        simulation.spawn("holder", withFinally("holder", () -> {
            lock.lock();
            try {
                semaphore.acquireUninterruptibly();
            } finally {
                lock.unlock();
            }
        }));
        simulation.spawn("next", withFinally("next", lock::lock));
        simulation.spawn("last", withFinally("last", lock::lock));
        simulation.run();

        simulation.close();

        assertThat(log).containsExactly("0s holder ended", "0s next ended", "0s last ended");
    }

    @Test
    void close_unwindsWaitsForConditions_evenIfTheLockIsHeld() {
        SimProcess waiting = simulation.spawn("waiting", withFinally("waiting", () -> {
            lock.lock();
            try {
                condition.await();
            } finally {
                lock.unlock();
            }
        }));
        SimProcess holder = simulation.spawn("holder", withFinally("holder", () -> {
            lock.lock();
            simulation.sleep(Duration.ofDays(1));
        }));
        simulation.runFor(Duration.ofSeconds(1));

        simulation.close();

        assertThat(log).containsExactly("1s waiting ended", "1s holder ended");
        assertThat(List.of(waiting, holder)).extracting(SimProcess::state).containsOnly(SimProcess.State.TERMINATED);
    }

    private ProcessBody withFinally(String name, ProcessBody body) {
        return () -> {
            try {
                body.run();
            } finally {
                log(name + " ended");
            }
        };
    }

    private void log(String event) {
        log.add(simulation.elapsed().toSeconds() + "s " + event);
    }
}

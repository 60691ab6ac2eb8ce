package dev.simbroker.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a simulation makes of captured waits and threads. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // what tasks do is in their logs
class CaptureIT {

    private static Simulation.Builder settings() {
        return Simulation.builder().carrier(Capture.carrier());
    }

    @Test
    void agent_isThere() {
        assertThat(Capture.obstacle()).isEmpty();
    }

    // ---- others are left alone ----

    @Test
    void threadsOutside_keepRealTime() throws Exception {
        long before = System.currentTimeMillis();
        try (var simulation = settings().build()) {
            simulation.run(() -> Thread.sleep(Duration.ofDays(365)));
        }

        assertThat(System.currentTimeMillis() - before)
                .isLessThan(Duration.ofHours(1).toMillis());
        assertThat(new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void simulationsThatAreNotCaptured_areAsBefore() {
        try (var simulation = Simulation.builder().build()) {
            simulation.run(() -> {
                simulation.sleep(Duration.ofDays(1));
                assertThat(System.currentTimeMillis()).isGreaterThan(1_700_000_000_000L);
            });
        }
    }

    // ---- a wait of the JDK is a wait of the simulation ----

    @Test
    void waitInAQueueOfTheJdk_isInTheReport() {
        try (var simulation = settings().build()) {
            assertThatExceptionOfType(DeadlockException.class)
                    .isThrownBy(() -> simulation.run(() -> new LinkedBlockingQueue<String>().take()))
                    .withMessageContaining("process 'main' waits for LinkedBlockingQueue.take since"
                            + " 2000-01-01T00:00:00Z at dev.simbroker.capture.CaptureIT.");
        }
    }

    @Test
    void locksThatTwoThreadsHave_areACircle() {
        var first = new ReentrantLock();
        var second = new ReentrantLock();
        try (var simulation = settings().build()) {
            assertThatExceptionOfType(DeadlockException.class)
                    .isThrownBy(() -> simulation.run(() -> {
                        var other = new Thread(() -> lockBoth(second, first), "audit");
                        other.start();
                        lockBoth(first, second);
                    }))
                    .withMessageContaining("held by process 'audit'")
                    .satisfies(deadlock -> assertThat(deadlock.cycle()).hasSize(2));
        }
    }

    private static void lockBoth(ReentrantLock one, ReentrantLock other) {
        one.lock();
        try {
            Thread.sleep(1_000);
            other.lockInterruptibly();
            try {
                throw new AssertionError("both have both locks");
            } finally {
                other.unlock();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            one.unlock();
        }
    }

    @Test
    void queuesOfBothKinds_andABroker_mix() {
        var log = new ArrayList<String>();
        var orders = Topic.of("orders", String.class);
        try (var simulation = settings().build()) {
            var broker = Broker.create(simulation);
            var billing = broker.subscribe(orders, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));
            var letters = Mailbox.<String>unbounded(simulation, "letters");
            var plain = new LinkedBlockingQueue<String>();
            simulation.spawnBackground("worker", () -> {
                while (true) {
                    var order = billing.receive();
                    TimeUnit.SECONDS.sleep(5);
                    plain.put(order.payload());
                    order.ack();
                }
            });
            simulation.run(() -> {
                var pool = Executors.newFixedThreadPool(1);
                pool.submit(() -> {
                    letters.put(plain.take() + " by " + Thread.currentThread().getName());
                    return null;
                });
                broker.publish(orders, "order 1");
                log.add(letters.take() + " at " + simulation.elapsed());
                pool.shutdown();
                log.add("ended " + pool.awaitTermination(1, TimeUnit.HOURS));
            });
        }

        assertThat(log).containsExactly("order 1 by pool-1-thread-1 at PT5S", "ended true");
    }

    // ---- threads ----

    @Test
    void threadThatFails_andHasNoHandler_failsTheRun() {
        try (var simulation = settings().build()) {
            assertThatExceptionOfType(ProcessFailedException.class)
                    .isThrownBy(() -> simulation.run(() -> {
                        var thread = new Thread(
                                () -> {
                                    throw new IllegalStateException("no paper");
                                },
                                "printer");
                        thread.start();
                        thread.join();
                    }))
                    .withMessageContaining("process 'printer' failed")
                    .withMessageContaining("no paper");
        }
    }

    @Test
    void threadThatFails_goesToItsHandler() {
        var told = new AtomicReference<String>();
        try (var simulation = settings().build()) {
            simulation.run(() -> {
                var thread = new Thread(
                        () -> {
                            throw new IllegalStateException("no paper");
                        },
                        "printer");
                thread.setUncaughtExceptionHandler((who, e) -> told.set(who.getName() + ": " + e.getMessage()));
                thread.start();
                thread.join();
            });
        }

        assertThat(told).hasValue("printer: no paper");
    }

    @Test
    void currentThread_isTheObjectThatWasStarted() {
        var seen = new AtomicReference<Thread>();
        try (var simulation = settings().build()) {
            simulation.run(() -> {
                var thread = new Thread(() -> seen.set(Thread.currentThread()));
                thread.start();
                thread.join();
                assertThat(seen.get()).isSameAs(thread);
                assertThatExceptionOfType(IllegalThreadStateException.class).isThrownBy(thread::start);
            });
        }
    }

    /** They are threads that a captured one starts, and processes already. */
    @Test
    void threadsOfTheSimulationItself_areNotCaptured() {
        var log = new ArrayList<String>();
        try (var simulation = settings().build()) {
            simulation.run(() -> {
                simulation
                        .threadFactory("own")
                        .newThread(() -> log.add(Thread.currentThread() + " at " + simulation.elapsed()))
                        .start();
                simulation.sleep(Duration.ofSeconds(1));
            });
        }

        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("Thread[#")
                .contains("own-1")
                .endsWith(" at PT0S");
    }

    /** The carrier is idle when the run begins again, so that the first one to go on starts a thread for it. */
    @Test
    void threadsThatCarry_areNotCaptured() throws Exception {
        try (var simulation = settings().build()) {
            var letters = new LinkedBlockingQueue<Integer>();
            var received = new AtomicInteger();
            simulation.spawn("receiver", () -> {
                while (letters.take() >= 0) {
                    received.incrementAndGet();
                }
            });
            for (int n = 0; n < 2_000; n++) {
                int letter = n;
                simulation.run(() -> letters.put(letter));
                simulation.runFor(Duration.ofMillis(1));
            }
            assertThat(received).hasValue(2_000);
        }
    }

    @Test
    void threadsThatAreLeft_areUnwound_andHoldUpNobody() {
        var unwound = new ArrayList<String>();
        try (var simulation = settings().build()) {
            simulation.run(() -> {
                Thread.startVirtualThread(() -> {
                    try {
                        Thread.sleep(Duration.ofDays(1));
                    } catch (InterruptedException e) {
                        unwound.add("interrupted");
                    }
                });
                Thread.startVirtualThread(() -> {
                    try {
                        new Semaphore(0).acquireUninterruptibly();
                    } finally {
                        unwound.add("forced");
                    }
                });
                Executors.newScheduledThreadPool(1).scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
                Thread.sleep(10_000);
            });
        }

        assertThat(unwound).containsExactlyInAnyOrder("interrupted", "forced");
    }

    @Test
    void interruptsOfThreads_comeInSimulatedOrder() {
        assertThat(Log.of(log -> {
                    var sleeper = Thread.startVirtualThread(() -> {
                        try {
                            Thread.sleep(100_000);
                        } catch (InterruptedException e) {
                            log.add("interrupted");
                        }
                    });
                    Thread.sleep(1_000);
                    sleeper.interrupt();
                    log.add("is interrupted: " + sleeper.isInterrupted());
                    log.add("ended: " + sleeper.join(Duration.ofSeconds(10)));
                    var pool = Executors.newFixedThreadPool(1);
                    var job = pool.submit(() -> {
                        try {
                            Thread.sleep(100_000);
                        } catch (InterruptedException e) {
                            log.add("cancelled");
                        }
                    });
                    Thread.sleep(1_000);
                    job.cancel(true);
                    pool.close();
                    log.add("closed");
                }))
                .containsExactly(
                        "1.000 is interrupted: true",
                        "1.000 interrupted",
                        "1.000 ended: true",
                        "2.000 cancelled",
                        "2.000 closed");
    }

    // ---- the same each time ----

    private static void program(Log log) throws Exception {
        var counter = new AtomicInteger();
        try (var pool = Executors.newFixedThreadPool(3);
                var scheduled = Executors.newScheduledThreadPool(2);
                var perTask = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<CompletableFuture<Integer>>();
            for (int n = 0; n < 20; n++) {
                int job = n;
                futures.add(CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        Thread.sleep(job % 3);
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                    log.add(Thread.currentThread().getName() + " job " + job);
                                    return counter.incrementAndGet();
                                },
                                pool)
                        .orTimeout(10, TimeUnit.SECONDS));
                scheduled.schedule(() -> log.add("scheduled " + job), job % 5, TimeUnit.MILLISECONDS);
                perTask.submit(() -> log.add("per task " + job));
            }
            CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                    .get();
        } catch (ExecutionException e) {
            log.add(e);
        }
        log.add("end " + counter);
    }

    @Test
    void programOfPools_doesTheSameEachTime_underEverySchedule() {
        for (Schedule schedule : List.of(Schedule.fifo(), Schedule.random(), Schedule.pct(3))) {
            Run first = run(schedule);
            for (int n = 0; n < 20; n++) {
                assertThat(run(schedule)).isEqualTo(first);
            }
        }
    }

    private record Run(String replay, List<String> log) {}

    private static Run run(Schedule schedule) {
        var replay = new AtomicReference<String>();
        var log = Log.of(Simulation.builder().schedule(schedule).seed(7), CaptureIT::program, replay::set);
        return new Run(replay.get(), log);
    }
}

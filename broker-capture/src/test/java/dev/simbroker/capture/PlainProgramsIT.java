package dev.simbroker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that know nothing of Simbroker: what they do, and when by their own clock. */
@Timeout(60)
@SuppressWarnings({"FutureReturnValueIgnored", "JavaUtilDate", "WaitNotInLoop"}) // as plain programs are
class PlainProgramsIT {

    @Test
    void sleeps() {
        assertThat(Log.of(log -> {
                    Thread.sleep(3_600_000);
                    log.add("an hour");
                    TimeUnit.MINUTES.sleep(1);
                    log.add("a minute");
                    Thread.sleep(Duration.ofMillis(1500));
                    log.add("a second and a half");
                    LockSupport.parkNanos(5_000_000_000L);
                    log.add("parked");
                    LockSupport.parkUntil(System.currentTimeMillis() + 2_000);
                    log.add("parked until");
                }))
                .containsExactly(
                        "3600.000 an hour",
                        "3660.000 a minute",
                        "3661.500 a second and a half",
                        "3666.500 parked",
                        "3668.500 parked until");
    }

    @Test
    void clocks() {
        assertThat(Log.of(log -> {
                    log.add(Instant.now());
                    Thread.sleep(Duration.ofDays(1));
                    log.add(Instant.now());
                    log.add(new Date().toInstant());
                    log.add(Clock.systemUTC().instant());
                    log.add(Clock.systemUTC().millis());
                    log.add(LocalDate.now(ZoneOffset.UTC));
                    log.add(System.currentTimeMillis());
                }))
                .containsExactly(
                        "0.000 2000-01-01T00:00:00Z",
                        "86400.000 2000-01-02T00:00:00Z",
                        "86400.000 2000-01-02T00:00:00Z",
                        "86400.000 2000-01-02T00:00:00Z",
                        "86400.000 946771200000",
                        "86400.000 2000-01-02",
                        "86400.000 946771200000");
    }

    @Test
    void queues() {
        assertThat(Log.of(log -> {
                    var queue = new LinkedBlockingQueue<String>(1);
                    var producer = Thread.ofVirtual().name("producer").start(() -> {
                        try {
                            for (int n = 1; n <= 3; n++) {
                                Thread.sleep(2_000);
                                queue.put("m" + n);
                                log.add("put m" + n);
                            }
                        } catch (InterruptedException e) {
                            log.add(e);
                        }
                    });
                    log.add("poll " + queue.poll(1, TimeUnit.SECONDS));
                    log.add("poll " + queue.poll(5, TimeUnit.SECONDS));
                    Thread.sleep(10_000);
                    log.add("take " + queue.take() + ", " + queue.take());
                    producer.join();
                    log.add("offer " + queue.offer("x") + ", " + queue.offer("y", 3, TimeUnit.SECONDS));
                }))
                .containsExactly(
                        "1.000 poll null",
                        "2.000 put m1",
                        "2.000 poll m1",
                        "4.000 put m2",
                        "12.000 put m3",
                        "12.000 take m2, m3",
                        "15.000 offer true, false");
    }

    @Test
    void synchronousAndDelayQueues() {
        assertThat(Log.of(log -> {
                    var hand = new SynchronousQueue<String>();
                    Thread.startVirtualThread(() -> {
                        try {
                            Thread.sleep(500);
                            hand.put("over");
                            log.add("put");
                        } catch (InterruptedException e) {
                            log.add(e);
                        }
                    });
                    log.add(hand.poll(100, TimeUnit.MILLISECONDS));
                    log.add(hand.take());
                    var delays = new DelayQueue<Due>();
                    delays.add(new Due(System.nanoTime() + 9_000_000_000L));
                    delays.take();
                    log.add("due");
                }))
                .containsExactlyInAnyOrder("0.100 null", "0.500 over", "0.500 put", "9.500 due");
    }

    private record Due(long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Test
    void futures() {
        assertThat(Log.of(log -> {
                    try {
                        new CompletableFuture<String>()
                                .orTimeout(30, TimeUnit.SECONDS)
                                .join();
                    } catch (CompletionException e) {
                        log.add(Objects.requireNonNull(e.getCause()).getClass().getSimpleName());
                    }
                    log.add(new CompletableFuture<String>()
                            .completeOnTimeout("default", 10, TimeUnit.SECONDS)
                            .get());
                    var slow = CompletableFuture.supplyAsync(() -> {
                        LockSupport.parkNanos(7_000_000_000L);
                        return "slow";
                    });
                    try {
                        slow.get(5, TimeUnit.SECONDS);
                    } catch (TimeoutException e) {
                        log.add("timed out");
                    }
                    log.add(slow.thenApplyAsync(text -> text + "!").get());
                    CompletableFuture.runAsync(
                                    () -> log.add("delayed"), CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS))
                            .join();
                    log.add(CompletableFuture.supplyAsync(() -> "quick")
                            .orTimeout(1, TimeUnit.DAYS)
                            .join());
                }))
                .containsExactly(
                        "30.000 TimeoutException",
                        "40.000 default",
                        "45.000 timed out",
                        "47.000 slow!",
                        "51.000 delayed",
                        "51.000 quick");
    }

    @Test
    void timeOutOfWhatIsDone_movesNoClock() {
        try (var simulation = dev.simbroker.time.Simulation.builder()
                .carrier(Capture.carrier())
                .build()) {
            simulation.spawn(
                    "quick",
                    () -> CompletableFuture.supplyAsync(() -> "quick")
                            .orTimeout(1, TimeUnit.DAYS)
                            .join());
            simulation.run();

            assertThat(simulation.elapsed()).isZero();
        }
    }

    @Test
    void executors() {
        assertThat(Log.of(log -> {
                    try (var scheduled = Executors.newScheduledThreadPool(2);
                            var fixed = Executors.newFixedThreadPool(2)) {
                        var count = new CountDownLatch(3);
                        var tick = scheduled.scheduleAtFixedRate(
                                () -> {
                                    log.add("tick");
                                    count.countDown();
                                },
                                10,
                                10,
                                TimeUnit.SECONDS);
                        count.await();
                        tick.cancel(false);
                        var jobs = new ArrayList<Future<String>>();
                        for (int n = 1; n <= 4; n++) {
                            int job = n;
                            jobs.add(fixed.submit(() -> {
                                Thread.sleep(1000L * job);
                                return "job " + job;
                            }));
                        }
                        for (var job : jobs) {
                            log.add(job.get());
                        }
                        log.add(scheduled
                                .schedule(() -> "later", 1, TimeUnit.MINUTES)
                                .get());
                    }
                    log.add("closed");
                    try (var perTask = Executors.newVirtualThreadPerTaskExecutor()) {
                        for (int n = 0; n < 2; n++) {
                            perTask.submit(() -> {
                                Thread.sleep(500);
                                log.add("per task");
                                return 1;
                            });
                        }
                    }
                    log.add("closed");
                }))
                .containsExactly(
                        "10.000 tick",
                        "20.000 tick",
                        "30.000 tick",
                        "31.000 job 1",
                        "32.000 job 2",
                        "34.000 job 3",
                        "36.000 job 4",
                        "96.000 later",
                        "96.000 closed",
                        "96.500 per task",
                        "96.500 per task",
                        "96.500 closed");
    }

    @Test
    void locks() {
        assertThat(Log.of(log -> {
                    var lock = new ReentrantLock();
                    var condition = lock.newCondition();
                    var holder = Thread.startVirtualThread(() -> {
                        lock.lock();
                        try {
                            Thread.sleep(5_000);
                            log.add("leaves");
                            condition.signalAll();
                        } catch (InterruptedException e) {
                            log.add(e);
                        } finally {
                            lock.unlock();
                        }
                    });
                    Thread.sleep(1_000);
                    log.add("tryLock " + lock.tryLock(1, TimeUnit.SECONDS));
                    lock.lock();
                    try {
                        log.add("await " + condition.await(20, TimeUnit.SECONDS));
                    } finally {
                        lock.unlock();
                    }
                    holder.join();
                    log.add("latch " + new CountDownLatch(1).await(2, TimeUnit.SECONDS));
                    log.add("semaphore " + new Semaphore(0).tryAcquire(2, TimeUnit.SECONDS));
                    log.add("stamp " + (new StampedLock().tryWriteLock(2, TimeUnit.SECONDS) != 0));
                    var barrier = new CyclicBarrier(2);
                    Thread.startVirtualThread(() -> {
                        try {
                            Thread.sleep(3_000);
                            barrier.await();
                        } catch (Exception e) {
                            log.add(e);
                        }
                    });
                    barrier.await();
                    log.add("barrier");
                    try {
                        new Phaser(1).awaitAdvanceInterruptibly(0, 2, TimeUnit.SECONDS);
                    } catch (TimeoutException e) {
                        log.add("phaser");
                    }
                    try {
                        new Exchanger<String>().exchange("x", 1, TimeUnit.SECONDS);
                    } catch (TimeoutException e) {
                        log.add("exchanger");
                    }
                }))
                .containsExactly(
                        "2.000 tryLock false",
                        "5.000 leaves",
                        "25.000 await false",
                        "27.000 latch false",
                        "29.000 semaphore false",
                        "29.000 stamp true",
                        "32.000 barrier",
                        "34.000 phaser",
                        "35.000 exchanger");
    }

    @Test
    void threads() {
        assertThat(Log.of(log -> {
                    var thread = new Thread(() -> {
                        try {
                            Thread.sleep(2_000);
                            log.add("slept");
                            Thread.sleep(100_000);
                        } catch (InterruptedException e) {
                            log.add("interrupted, status "
                                    + Thread.currentThread().isInterrupted());
                        }
                        log.add("itself " + Thread.currentThread().getName() + " "
                                + Thread.currentThread().isDaemon());
                    });
                    log.add("alive " + thread.isAlive() + ", " + thread.getState());
                    thread.start();
                    log.add("alive " + thread.isAlive());
                    Thread.sleep(3_000);
                    log.add(thread.getState());
                    thread.interrupt();
                    thread.join();
                    log.add("alive " + thread.isAlive() + ", " + thread.getState());
                }))
                .containsExactly(
                        "0.000 alive false, NEW",
                        "0.000 alive true",
                        "2.000 slept",
                        "3.000 TIMED_WAITING",
                        "3.000 interrupted, status false",
                        "3.000 itself Thread-0 false",
                        "3.000 alive false, TERMINATED");
    }
}

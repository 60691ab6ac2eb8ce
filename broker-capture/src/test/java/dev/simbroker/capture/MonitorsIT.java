package dev.simbroker.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Monitors, from the Java on that says who has them. */
@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_25)
@SuppressWarnings({"WaitNotInLoop", "NotifyWithoutStateChange", "NakedNotify"}) // as plain programs are
class MonitorsIT {

    private static Thread thread(String name, Log.Program body, Log log) {
        var thread = new Thread(
                () -> {
                    try {
                        body.run(log);
                    } catch (InterruptedException e) {
                        log.add(name + " interrupted");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                name);
        thread.start();
        return thread;
    }

    @Test
    void whoWantsToEnter_waitsInSimulatedTime() {
        assertThat(Log.of(log -> {
                    var monitor = new Object();
                    var threads = new ArrayList<Thread>();
                    for (int n = 1; n <= 3; n++) {
                        String name = "t" + n;
                        threads.add(thread(
                                name,
                                l -> {
                                    synchronized (monitor) {
                                        l.add(name + " enters");
                                        Thread.sleep(4_000);
                                    }
                                },
                                log));
                    }
                    Thread.sleep(1_000);
                    log.add(threads.get(2).getState());
                    for (Thread thread : threads) {
                        thread.join();
                    }
                    log.add("end");
                }))
                .containsExactly(
                        "0.000 t1 enters", "1.000 BLOCKED", "4.000 t2 enters", "8.000 t3 enters", "12.000 end");
    }

    @Test
    void waits_endByTime_notification_andInterrupt() {
        assertThat(Log.of(log -> {
                    var monitor = new Object();
                    var waiter = thread(
                            "waiter",
                            l -> {
                                synchronized (monitor) {
                                    monitor.wait(3_000);
                                    l.add("3 s over");
                                    monitor.wait();
                                    l.add("notified");
                                    monitor.wait(Duration.ofDays(1).toMillis());
                                    l.add("notified in time");
                                    monitor.wait();
                                }
                            },
                            log);
                    Thread.sleep(8_000);
                    synchronized (monitor) {
                        monitor.notifyAll();
                        Thread.sleep(1_000);
                        log.add("leaves");
                    }
                    Thread.sleep(1_000);
                    synchronized (monitor) {
                        monitor.notifyAll();
                    }
                    Thread.sleep(1_000);
                    waiter.interrupt();
                    waiter.join();
                    log.add("end");
                }))
                .containsExactly(
                        "3.000 3 s over",
                        "9.000 leaves",
                        "9.000 notified",
                        "10.000 notified in time",
                        "11.000 waiter interrupted",
                        "11.000 end");
    }

    /** Its timer must not move the clock to the day when it would have ended. */
    @Test
    void timedWaitThatWasNotified_leavesNoTimerBehind() {
        try (var simulation = Simulation.builder().carrier(Capture.carrier()).build()) {
            var monitor = new Object();
            simulation.spawn("waiter", () -> {
                synchronized (monitor) {
                    monitor.wait(Duration.ofDays(1).toMillis());
                }
            });
            simulation.spawn("notifier", () -> {
                Thread.sleep(1_000);
                synchronized (monitor) {
                    monitor.notifyAll();
                }
            });
            simulation.run();

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void timers() {
        assertThat(Log.of(log -> {
                    var timer = new Timer("timer");
                    var latch = new CountDownLatch(2);
                    timer.schedule(
                            new TimerTask() {
                                @Override
                                public void run() {
                                    log.add(Thread.currentThread().getName());
                                    latch.countDown();
                                }
                            },
                            2_000,
                            3_000);
                    latch.await();
                    timer.cancel();
                }))
                .containsExactly("2.000 timer", "5.000 timer");
    }

    @Test
    void monitorsThatTwoThreadsHave_areACircle() {
        try (var simulation = Simulation.builder().carrier(Capture.carrier()).build()) {
            var one = new Object();
            var other = new Object();
            simulation.spawn("audit", () -> enterBoth(other, one));

            assertThatExceptionOfType(DeadlockException.class)
                    .isThrownBy(() -> simulation.run(() -> enterBoth(one, other)))
                    .withMessageContaining("process 'main' waits for a synchronized section (held by process 'audit')")
                    .satisfies(deadlock -> assertThat(deadlock.cycle()).hasSize(2));
        }
    }

    private static void enterBoth(Object one, Object other) throws InterruptedException {
        synchronized (one) {
            Thread.sleep(1_000);
            synchronized (other) {
                throw new AssertionError("both are in both");
            }
        }
    }

    /** Somebody outside leaves it in real time: simulated time stands still until then. */
    @Test
    void monitorThatSomebodyOutsideHas_movesNoClock() throws Exception {
        var monitor = new Object();
        for (int n = 0; n < 20; n++) {
            var held = new CountDownLatch(1);
            var let = new CountDownLatch(1);
            Thread outside = Thread.ofPlatform().start(() -> {
                synchronized (monitor) {
                    held.countDown();
                    try {
                        let.await();
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            held.await();
            try (var simulation =
                    Simulation.builder().carrier(Capture.carrier()).build()) {
                var ticks = new ArrayList<Duration>();
                simulation.spawnBackground("ticker", () -> {
                    while (true) {
                        Thread.sleep(1_000);
                        ticks.add(simulation.elapsed());
                    }
                });
                simulation.run(() -> {
                    let.countDown();
                    synchronized (monitor) {
                        ticks.add(simulation.elapsed());
                    }
                });

                assertThat(ticks).containsExactly(Duration.ZERO);
            }
            outside.join();
        }
    }

    // ---- the same each time ----

    /** A queue as one wrote it before there were others. */
    private static final class OldQueue {

        private final ArrayDeque<Integer> elements = new ArrayDeque<>();

        synchronized void put(int element) throws InterruptedException {
            while (elements.size() == 2) {
                wait();
            }
            elements.add(element);
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (elements.isEmpty()) {
                wait(10);
            }
            int element = elements.remove();
            notifyAll();
            Thread.sleep(1);
            return element;
        }
    }

    private static void program(Log log) throws Exception {
        var queue = new OldQueue();
        var threads = new ArrayList<Thread>();
        for (int n = 0; n < 3; n++) {
            int producer = n;
            threads.add(thread(
                    "producer-" + n,
                    l -> {
                        for (int k = 0; k < 10; k++) {
                            queue.put(producer * 100 + k);
                            Thread.sleep(k % 3);
                        }
                    },
                    log));
            threads.add(thread(
                    "consumer-" + n,
                    l -> {
                        for (int k = 0; k < 10; k++) {
                            l.add(Thread.currentThread().getName() + " " + queue.take());
                        }
                    },
                    log));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private record Run(String replay, List<String> log) {}

    private static Run run(Schedule schedule) {
        var replay = new AtomicReference<String>();
        var log = Log.of(Simulation.builder().schedule(schedule).seed(7), MonitorsIT::program, replay::set);
        return new Run(replay.get(), log);
    }

    @Test
    void programOfMonitors_doesTheSameEachTime_underEverySchedule() {
        for (Schedule schedule : List.of(Schedule.fifo(), Schedule.random(), Schedule.pct(3))) {
            Run first = run(schedule);
            assertThat(first.log).hasSize(30);
            for (int n = 0; n < 50; n++) {
                assertThat(run(schedule)).isEqualTo(first);
            }
        }
    }

    @Test
    void whoIsLeftInMonitors_isUnwound() {
        var unwound = new ArrayList<String>();
        try (var simulation = Simulation.builder().carrier(Capture.carrier()).build()) {
            var monitor = new Object();
            simulation.spawn("blocked later", () -> {
                Thread.sleep(1_000);
                try {
                    synchronized (monitor) {
                        unwound.add("entered");
                    }
                } finally {
                    unwound.add("blocked");
                }
            });
            simulation.spawn("owner", () -> {
                synchronized (monitor) {
                    try {
                        Thread.sleep(Duration.ofDays(1));
                    } finally {
                        unwound.add("owner");
                    }
                }
            });
            simulation.spawn("waiter", () -> {
                var own = new Object();
                synchronized (own) {
                    try {
                        own.wait();
                    } finally {
                        unwound.add("waiter");
                    }
                }
            });
            simulation.runFor(Duration.ofMinutes(1));
        }

        assertThat(unwound).containsExactlyInAnyOrder("owner", "entered", "blocked", "waiter");
    }
}

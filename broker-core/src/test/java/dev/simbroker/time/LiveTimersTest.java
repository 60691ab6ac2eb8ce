package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers of live time: each runs once, not before its time, unless a cancellation was quicker. */
@Timeout(60)
class LiveTimersTest {

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final LiveScheduler scheduler = LiveScheduler.builder()
            .onFailure((process, cause) -> failures.add(process + ": " + cause.getMessage()))
            .build();

    @AfterEach
    void close() {
        scheduler.close();
    }

    private static long timerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("simbroker-live-timer"))
                .count();
    }

    @Test
    void task_runsOnce_notBeforeItsTime() throws Exception {
        long due = scheduler.nanoTime() + 20_000_000;
        var ran = new CompletableFuture<Long>();

        Timer timer = scheduler.schedule(Duration.ofMillis(20), () -> ran.complete(scheduler.nanoTime()));

        assertThat(ran.get()).isGreaterThanOrEqualTo(due);
        assertThat(timer.cancel()).isFalse();
    }

    @Test
    void taskForAnInstant_runsNotBeforeIt_andAtOnceIfThatIsPast() throws Exception {
        long due = scheduler.nanoTime() + 20_000_000;
        var ran = new CompletableFuture<Long>();
        var past = new CompletableFuture<Long>();
        var never = new AtomicInteger();

        scheduler.spi().scheduleAt(due, () -> ran.complete(scheduler.nanoTime()));
        scheduler.spi().scheduleAt(due - 1_000_000_000, () -> past.complete(scheduler.nanoTime()));
        Timer timer = scheduler.spi().scheduleAt(Scheduler.FOREVER, never::incrementAndGet);

        assertThat(past.get()).isPositive();
        assertThat(ran.get()).isGreaterThanOrEqualTo(due);
        assertThat(timer.cancel()).isTrue();
        assertThat(never).hasValue(0);
    }

    @Test
    void tasks_runByTheirTime_andThoseOfNoDelayInOrder() throws InterruptedException {
        var order = new CopyOnWriteArrayList<Integer>();
        var all = new CountDownLatch(101);
        scheduler.schedule(Duration.ofMillis(300), () -> {
            order.add(100);
            all.countDown();
        });
        for (int n = 0; n < 100; n++) {
            int number = n;
            scheduler.schedule(Duration.ZERO, () -> {
                order.add(number);
                all.countDown();
            });
        }

        all.await();

        assertThat(order)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 100).boxed().toList());
    }

    @Test
    void cancelledTask_doesNotRun_andASecondCancellationSaysSo() throws InterruptedException {
        var ran = new AtomicInteger();
        Timer timer = scheduler.schedule(Duration.ofMillis(50), ran::incrementAndGet);

        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();

        scheduler.sleep(Duration.ofMillis(80));
        assertThat(ran).hasValue(0);
    }

    /** Either the cancellation says that it was in time, or the task has run: never both, never neither. */
    @Test
    void cancellationThatRacesWithTheTask_tellsTheTruth() throws InterruptedException {
        for (int n = 0; n < 3_000; n++) {
            var ran = new CountDownLatch(1);
            Timer timer = scheduler.schedule(Duration.ofNanos(n % 7 * 5_000L), ran::countDown);
            for (int spin = n % 100; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            if (timer.cancel()) {
                assertThat(ran.getCount()).as("run %d", n).isEqualTo(1);
            } else {
                ran.await();
            }
        }
    }

    @Test
    void timerBeyondAllTime_neverRuns_butCanBeCancelled() {
        Timer timer = scheduler.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
        Timer almost = scheduler.schedule(Duration.ofNanos(Long.MAX_VALUE - 1), () -> {});

        assertThat(timer.cancel()).isTrue();
        assertThat(almost.cancel()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> scheduler.schedule(Duration.ofNanos(-1), () -> {}));
    }

    @Test
    void failedTask_isTold_andTheOthersGoOn() throws InterruptedException {
        var after = new CountDownLatch(1);
        scheduler.schedule(Duration.ZERO, () -> {
            throw new IllegalStateException("boom");
        });
        scheduler.schedule(Duration.ZERO, after::countDown);

        after.await();

        assertThat(failures).containsExactly("timer: boom");
    }

    /** It would hold up every other timer, and perhaps the very one that it waits for. */
    @Test
    void task_mustNotWait() throws Exception {
        var canWait = new CompletableFuture<Boolean>();
        scheduler.schedule(Duration.ZERO, () -> {
            canWait.complete(scheduler.spi().canWait());
            scheduler.spi().currentWaiter();
        });

        assertThat(canWait.get()).isFalse();
        Awaitility.await().until(() -> !failures.isEmpty());
        assertThat(failures).containsExactly("timer: a timer's task must not wait: spawn a process for it");
    }

    @Test
    void task_maySpawnAndSchedule() throws InterruptedException {
        var done = new CountDownLatch(1);
        scheduler.schedule(
                Duration.ZERO,
                () -> scheduler.spawn("spawned", () -> scheduler.schedule(Duration.ZERO, done::countDown)));

        done.await();
    }

    @Test
    void close_forgetsTimers_andEndsTheirThread() throws Exception {
        var ran = new AtomicInteger();
        var timerThread = new CompletableFuture<Thread>();
        scheduler.schedule(Duration.ofDays(1), ran::incrementAndGet);
        scheduler.schedule(Duration.ZERO, () -> timerThread.complete(Thread.currentThread()));
        assertThat(timerThread.get().isDaemon()).isTrue();

        scheduler.close();
        Timer late = scheduler.schedule(Duration.ZERO, ran::incrementAndGet);

        timerThread.get().join();
        assertThat(late.cancel()).isTrue();
        assertThat(ran).hasValue(0);
    }

    @Test
    void task_mayClose() throws InterruptedException {
        var closed = new CountDownLatch(1);
        scheduler.schedule(Duration.ZERO, () -> {
            scheduler.close();
            closed.countDown();
        });

        closed.await();

        assertThatIllegalStateException().isThrownBy(() -> scheduler.spawn("late", () -> {}));
    }

    @Test
    void thread_startsWithTheFirstTimerOnly() {
        long before = timerThreads();
        try (var idle = Scheduler.live()) {
            idle.nanoTime();
            assertThat(timerThreads())
                    .as("those of other tests may end meanwhile")
                    .isLessThanOrEqualTo(before);
        }
    }
}

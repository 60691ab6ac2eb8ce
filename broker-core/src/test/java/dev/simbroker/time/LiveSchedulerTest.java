package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.internal.live.LiveTime;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live time, waiting, processes and their failures. Nothing comes early; how late it comes is the machine's affair. */
@Timeout(60)
class LiveSchedulerTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final WaitReason NOTHING = () -> "nothing in particular";

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final LiveScheduler scheduler = LiveScheduler.builder()
            .seed(7)
            .onFailure((process, cause) -> failures.add(process + ": " + cause.getMessage()))
            .build();

    @AfterEach
    void close() {
        scheduler.close();
    }

    private static void awaitState(SimProcess process, SimProcess.State state) {
        Awaitility.await().until(() -> process.state() == state);
    }

    // ---- time ----

    @Test
    void time_beginsAtZero_andDoesNotGoBack() {
        long first = scheduler.nanoTime();

        assertThat(first).isBetween(0L, Duration.ofMinutes(1).toNanos());
        assertThat(scheduler.nanoTime()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void clock_isTheTimeOfDay() {
        assertThat(Duration.between(scheduler.clock().instant(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void clock_neverDisagreesWithNanoTime_aboutWhatCameFirst() {
        var time = new LiveTime();
        for (int n = 0; n < 10_000; n++) {
            long before = time.nanoTime();
            Instant between = time.instant();
            long after = time.nanoTime();
            assertThat(between).isBetween(time.instant(before), time.instant(after));
        }
    }

    @Test
    void clocks_ofOneSchedulerAndZone_areEqual() {
        var paris = ZoneId.of("Europe/Paris");

        assertThat(scheduler.clock().withZone(paris))
                .isEqualTo(scheduler.clock().withZone(paris));
        assertThat(scheduler.clock().withZone(paris)).isNotEqualTo(scheduler.clock());
        assertThat(scheduler.clock().withZone(paris).getZone()).isEqualTo(paris);
    }

    @Test
    void random_comesFromTheSeed() {
        try (var same = LiveScheduler.builder().seed(7).build();
                var other = LiveScheduler.builder().build()) {
            assertThat(same.random().nextLong()).isEqualTo(scheduler.random().nextLong());
            assertThat(scheduler.seed()).isEqualTo(7);
            assertThat(other.seed()).isNotEqualTo(Scheduler.live().seed());
        }
    }

    @Test
    void sleep_isNotShorterThanAsked_onAnyThread() throws InterruptedException {
        long before = scheduler.nanoTime();

        scheduler.sleep(SHORT);
        scheduler.sleep(Duration.ZERO);

        assertThat(scheduler.nanoTime() - before).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThatIllegalArgumentException().isThrownBy(() -> scheduler.sleep(Duration.ofNanos(-1)));
    }

    @Test
    void sleepBeyondAllTime_lastsUntilTheInterrupt() throws InterruptedException {
        var sleeper = scheduler.spawn("sleeper", () -> scheduler.sleep(Duration.ofSeconds(Long.MAX_VALUE)));
        awaitState(sleeper, SimProcess.State.WAITING);

        sleeper.interrupt();

        sleeper.join();
        assertThat(failures).isEmpty();
    }

    // ---- waiting ----

    @Test
    void wakeThatComesBeforeTheWait_isNotLost() throws InterruptedException {
        Waiter me = scheduler.spi().currentWaiter();
        me.wake();

        me.await(NOTHING, Scheduler.FOREVER);
    }

    @Test
    void wakeFromAnotherThread_endsTheWait() throws InterruptedException {
        Waiter me = scheduler.spi().currentWaiter();
        scheduler.schedule(SHORT, me::wake);

        me.await(NOTHING, Scheduler.FOREVER);
    }

    @Test
    void wait_endsAtItsDeadline_notBefore() throws InterruptedException {
        long deadline = scheduler.spi().deadlineAfter(SHORT.toNanos());

        scheduler.spi().currentWaiter().await(NOTHING, deadline);

        assertThat(scheduler.nanoTime()).isGreaterThanOrEqualTo(deadline);
    }

    @Test
    void interruptBeforeTheWait_isThrown_butAWakeComesFirst() throws InterruptedException {
        Waiter me = scheduler.spi().currentWaiter();
        Thread.currentThread().interrupt();
        me.wake();

        me.await(NOTHING, Scheduler.FOREVER);

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> me.await(NOTHING, Scheduler.FOREVER));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Any thread may complete it here, so that nothing is said of who may not. */
    @Test
    void futureThatIsLate_isReportedAsSuch() {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> scheduler.await(new CompletableFuture<>(), Duration.ofMillis(1)))
                .withMessage("the completion of a CompletableFuture did not come in time");
    }

    @Test
    void everyThread_hasOneWaiterOfItsOwn_andWaitsOnlyForItself() throws Exception {
        var waiter = new CompletableFuture<Waiter>();
        scheduler.spawn("other", () -> waiter.complete(scheduler.spi().currentWaiter()));
        Waiter other = waiter.get();

        assertThat(scheduler.spi().currentWaiter())
                .isSameAs(scheduler.spi().currentWaiter())
                .isNotSameAs(other);
        assertThat(scheduler.spi().canWait()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> other.await(NOTHING, Scheduler.FOREVER))
                .withMessageContaining("'other' can wait only for itself");
    }

    @Test
    void guard_excludesOthers_andMayBeEnteredAgain() throws InterruptedException {
        Guard guard = scheduler.spi().newGuard();
        var inside = new AtomicInteger();
        var met = new AtomicInteger();
        for (int n = 0; n < 8; n++) {
            scheduler.spawn("enters", () -> {
                for (int i = 0; i < 2_000; i++) {
                    guard.enter();
                    guard.enter();
                    met.addAndGet(inside.getAndIncrement());
                    inside.decrementAndGet();
                    guard.exit();
                    assertThat(guard.isHeldByCaller()).isTrue();
                    guard.exit();
                }
            });
        }

        scheduler.awaitTermination();

        assertThat(met).hasValue(0);
        assertThat(failures).isEmpty();
    }

    // ---- processes ----

    @Test
    void processes_runInParallel() throws InterruptedException {
        var meeting = new CountDownLatch(2);
        for (int n = 0; n < 2; n++) {
            scheduler.spawn("meets", () -> {
                meeting.countDown();
                meeting.await();
            });
        }

        scheduler.awaitTermination();

        assertThat(meeting.getCount()).isZero();
    }

    @Test
    void process_isANamedVirtualThread_andKnowsWhereItStands() throws InterruptedException {
        var thread = new AtomicReference<@Nullable Thread>();
        var go = new CountDownLatch(1);
        var process = scheduler.spawn("worker", () -> {
            thread.set(Thread.currentThread());
            go.await();
        });
        awaitState(process, SimProcess.State.WAITING);

        go.countDown();
        process.join();

        assertThat(process.name()).isEqualTo("worker");
        assertThat(process.state()).isEqualTo(SimProcess.State.TERMINATED);
        assertThat(process).hasToString("process 'worker' (TERMINATED)");
        assertThat(thread.get())
                .isNotNull()
                .extracting(Thread::getName, Thread::isVirtual)
                .containsExactly("worker", true);
    }

    @Test
    void timedJoin_answersWhetherItHasEnded() throws InterruptedException {
        var process = scheduler.spawn("sleeper", () -> scheduler.sleep(Duration.ofDays(1)));

        assertThat(process.join(SHORT)).isFalse();
        assertThat(process.join(Duration.ZERO)).isFalse();
        process.interrupt();
        assertThat(process.join(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> process.join(Duration.ofNanos(-1)));
    }

    @Test
    void join_isInterruptible() throws InterruptedException {
        var sleeper = scheduler.spawn("sleeper", () -> scheduler.sleep(Duration.ofDays(1)));
        var joiner = scheduler.spawn("joiner", sleeper::join);
        awaitState(joiner, SimProcess.State.WAITING);

        joiner.interrupt();
        joiner.join();

        assertThat(sleeper.state()).isNotEqualTo(SimProcess.State.TERMINATED);
    }

    @Test
    void awaitEnd_waitsForProcesses_butNotForBackgroundOnes() throws InterruptedException {
        var ticks = new AtomicInteger();
        scheduler.spawnBackground("ticker", () -> {
            while (true) {
                ticks.incrementAndGet();
                scheduler.sleep(Duration.ofMillis(1));
            }
        });
        scheduler.spawn("worker", () -> Awaitility.await().until(() -> ticks.get() > 3));

        scheduler.awaitTermination();

        assertThat(ticks.get()).isGreaterThan(3);
        scheduler.spawn("sleeper", () -> scheduler.sleep(Duration.ofDays(1)));
        assertThat(scheduler.awaitTermination(SHORT)).isFalse();
    }

    @Test
    void blocked_saysWhoWaitsForWhat_andWhere() throws InterruptedException {
        var process = scheduler.spawn("sleeper", () -> scheduler.sleep(Duration.ofDays(1)));
        Awaitility.await().until(() -> !scheduler.blocked().isEmpty());

        assertThat(scheduler.blocked()).singleElement().satisfies(blocked -> {
            assertThat(blocked.name()).isEqualTo("sleeper");
            assertThat(blocked.waitingFor()).isEqualTo("the end of a sleep of PT24H");
            assertThat(blocked.since()).isBeforeOrEqualTo(scheduler.clock().instant());
            assertThat(blocked.at())
                    .get()
                    .extracting(StackTraceElement::getFileName)
                    .isEqualTo("LiveSchedulerTest.java");
        });
        process.interrupt();
        process.join();
        assertThat(scheduler.blocked()).isEmpty();
    }

    @Test
    void blankName_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> scheduler.spawn(" ", () -> {}));
    }

    // ---- failure ----

    @Test
    void failedProcess_isTold_andTheOthersGoOn() throws InterruptedException {
        var go = new CountDownLatch(1);
        var other = scheduler.spawn("other", go::await);
        scheduler
                .spawn("bad", () -> {
                    throw new IllegalStateException("boom");
                })
                .join();

        go.countDown();
        other.join();

        assertThat(failures).containsExactly("bad: boom");
    }

    /** On this clock anybody may interrupt a thread, in waits of the JDK too, and nobody else learns of it. */
    @Test
    void interruptedException_isANormalEnd_whoeverInterrupted() throws InterruptedException {
        List<ProcessBody> waits = List.of(
                () -> scheduler.sleep(Duration.ofDays(1)),
                () -> Mailbox.unbounded(scheduler, "empty").take(),
                () -> new LinkedBlockingQueue<String>().take(),
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    throw new InterruptedException();
                });
        for (ProcessBody wait : waits) {
            var thread = new AtomicReference<@Nullable Thread>();
            var process = scheduler.spawn("interrupted", () -> {
                thread.set(Thread.currentThread());
                wait.run();
            });
            Awaitility.await().until(() -> thread.get() != null);
            Objects.requireNonNull(thread.get()).interrupt();
            process.join();
        }
        var asked = scheduler.spawn("asked", () -> scheduler.sleep(Duration.ofDays(1)));
        asked.interrupt();
        asked.join();

        assertThat(failures).isEmpty();
    }

    @Test
    void failureHandlerThatFails_harmsNobody() throws InterruptedException {
        try (var careless = LiveScheduler.builder()
                .onFailure((process, cause) -> {
                    throw new IllegalStateException("and again");
                })
                .build()) {
            careless.spawn("bad", () -> {
                        throw new IllegalStateException("boom");
                    })
                    .join();
            var after = new CountDownLatch(1);
            careless.schedule(Duration.ZERO, () -> {
                throw new IllegalStateException("boom");
            });
            careless.schedule(Duration.ZERO, after::countDown);
            after.await();
            careless.awaitTermination();
        }
    }

    @Test
    void failureHandlers_mayClose() throws InterruptedException {
        var holder = new AtomicReference<@Nullable LiveScheduler>();
        var fragile = LiveScheduler.builder()
                .onFailure((process, cause) -> {
                    LiveScheduler own = holder.get();
                    if (own != null) {
                        own.close();
                    }
                })
                .build();
        holder.set(fragile);
        var other = fragile.spawn("other", () -> fragile.sleep(Duration.ofDays(1)));
        var bad = fragile.spawn("bad", () -> {
            throw new IllegalStateException("boom");
        });

        bad.join();
        other.join();

        var refused = new ArrayList<String>();
        assertThatIllegalStateException().isThrownBy(() -> fragile.spawn("late", () -> refused.add("ran")));
        assertThat(refused).isEmpty();
    }
}

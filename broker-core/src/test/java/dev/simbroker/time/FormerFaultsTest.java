package dev.simbroker.time;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.concurrent.ProcessLock;
import dev.simbroker.internal.schedule.Candidates;
import dev.simbroker.internal.schedule.Choices;
import dev.simbroker.internal.schedule.RandomStrategy;
import dev.simbroker.queue.Mailbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that a review found, each as it showed itself. */
@Timeout(60)
@Tag("external")
class FormerFaultsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void replay_whoseLastEventDiffers_isNoticed() {
        String replay;
        try (var simulation = Simulation.create()) {
            simulation.run(() -> simulation.random().nextInt());
            replay = simulation.replay();
        }
        try (var simulation = Simulation.builder().replay(replay).build()) {
            simulation.run(() -> simulation.random().nextBoolean());
            assertThatExceptionOfType(ReplayDivergedException.class).isThrownBy(simulation::checkReplayed);
        }
    }

    @Test
    void replay_withOtherTimes_isNoticed() {
        String replay;
        try (var simulation = Simulation.create()) {
            simulation.run(() -> {
                simulation.sleep(SECOND);
                simulation.sleep(SECOND);
            });
            replay = simulation.replay();
        }
        try (var simulation = Simulation.builder().replay(replay).build()) {
            assertThatExceptionOfType(ReplayDivergedException.class).isThrownBy(() -> {
                simulation.run(() -> {
                    simulation.sleep(SECOND.multipliedBy(77));
                    simulation.sleep(SECOND);
                });
                simulation.checkReplayed();
            });
        }
    }

    @Test
    void choiceThatDiverges_endsTheRunAsDiverged() {
        var runs = new AtomicInteger();
        assertThatExceptionOfType(ReplayDivergedException.class)
                .isThrownBy(() -> Exploration.exhaustive().explore(schedule -> {
                    try (var simulation =
                            Simulation.builder().schedule(schedule).build()) {
                        int run = runs.incrementAndGet();
                        simulation.run(() -> simulation.choose(run == 1 ? 3 : 2));
                    }
                }));
    }

    @Test
    void choiceThatDivergesInATaskOfAnExecutor_isNotSwallowed() {
        var runs = new AtomicInteger();
        assertThatExceptionOfType(ReplayDivergedException.class)
                .isThrownBy(() -> Exploration.exhaustive().explore(schedule -> {
                    try (var simulation =
                            Simulation.builder().schedule(schedule).build()) {
                        int run = runs.incrementAndGet();
                        simulation.run(() -> {
                            simulation.choose(2);
                            Future<Integer> drawn =
                                    simulation.executor().submit(() -> simulation.choose(run == 1 ? 2 : 3));
                            while (!drawn.isDone()) {
                                simulation.sleep(SECOND);
                            }
                        });
                    }
                }));
    }

    @Test
    void replayOfAnExplorationThatEndedEarly_canBeUsed() {
        var runs = new AtomicInteger();
        var diverged = catchThrowableOfType(
                ReplayDivergedException.class,
                () -> Exploration.exhaustive().explore(schedule -> {
                    try (var simulation =
                            Simulation.builder().schedule(schedule).build()) {
                        int run = runs.incrementAndGet();
                        simulation.run(() -> {
                            if (run == 1) {
                                simulation.choose(2);
                            }
                        });
                    }
                }));
        assertThat(diverged).isNotNull();
        assertThatCode(() -> Simulation.builder().replay(diverged.replay())).doesNotThrowAnyException();
    }

    @Test
    void runThatWouldGoBeyondTheTimeLimit_fails_evenIfNothingIsDue() {
        try (var simulation = Simulation.builder().timeLimit(SECOND).build()) {
            assertThatExceptionOfType(TimeLimitException.class)
                    .isThrownBy(() -> simulation.runFor(SECOND.multipliedBy(3)));
        }
    }

    @Test
    void timerBeyondTheStepLimit_doesNotFire() {
        var fired = new AtomicInteger();
        try (var simulation = Simulation.builder().stepLimit(3).build()) {
            for (int n = 0; n < 10; n++) {
                simulation.schedule(SECOND, fired::incrementAndGet);
            }
            assertThatExceptionOfType(StepLimitException.class).isThrownBy(simulation::run);
        }
        assertThat(fired).hasValue(3);
    }

    @Test
    void nextInstant_inABackgroundProcess_isALaterOne() {
        var times = new ArrayList<Duration>();
        try (var simulation = Simulation.builder().stepLimit(1000).build()) {
            simulation.spawnBackground("observer", () -> {
                while (simulation.awaitNextInstant(Duration.ofDays(1))) {
                    times.add(simulation.elapsed());
                }
            });
            simulation.spawn("worker", () -> {
                simulation.sleep(SECOND);
                simulation.sleep(SECOND);
            });
            simulation.run();
        }
        assertThat(times).doesNotHaveDuplicates();
    }

    @Test
    void nextInstant_ofWhichThereIsNone_isNotAnswered() {
        try (var simulation = Simulation.create()) {
            simulation.spawnBackground("observer", () -> {
                boolean moved = simulation.awaitNextInstant(SECOND);
                assertThat(simulation.elapsed()).as("moved %s", moved).isPositive();
            });
            simulation.runFor(Duration.ofSeconds(5));
        }
    }

    @Test
    void exploration_triesAnotherProcessBetweenAPutAndTheLookAtTheSize() {
        Set<Integer> sizes = new TreeSet<>();
        Exploration.exhaustive().explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                Mailbox<String> box = Mailbox.unbounded(simulation, "box");
                simulation.spawn("putter", () -> {
                    box.put("x");
                    sizes.add(box.size());
                });
                simulation.spawn("poller", () -> box.poll());
                simulation.run();
            }
        });
        assertThat(sizes).containsExactly(0, 1);
    }

    @Test
    void exploration_triesTheReceiverBetweenAPutAndAnInterrupt() {
        Set<String> outcomes = new TreeSet<>();
        Exploration.exhaustive().explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                Mailbox<String> box = Mailbox.unbounded(simulation, "box");
                var taker = simulation.spawn("taker", () -> {
                    box.take();
                    outcomes.add("interrupted when it has taken: "
                            + Thread.currentThread().isInterrupted());
                });
                simulation.spawn("other", () -> {
                    box.put("x");
                    taker.interrupt();
                });
                simulation.run();
            }
        });
        assertThat(outcomes).hasSize(2);
    }

    @Test
    void exploration_triesTheTimerBeforeItIsCancelled() {
        Set<Boolean> outcomes = new TreeSet<>();
        Exploration.exhaustive().explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                simulation.run(() -> {
                    var timer = simulation.schedule(Duration.ZERO, () -> {});
                    outcomes.add(timer.cancel());
                });
            }
        });
        assertThat(outcomes).containsExactly(false, true);
    }

    @Test
    void scheduleAndRandomNumbers_areIndependent_underTheDefaultSeed() {
        var schedule = new ArrayList<Integer>();
        var chooser = new RandomStrategy().chooser(Choices.scrambled(Simulation.DEFAULT_SEED));
        var candidates = new Candidates() {
            @Override
            public int count() {
                return 1_000;
            }

            @Override
            public long id(int position) {
                return position;
            }

            @Override
            public boolean isFirstRunning() {
                return false;
            }
        };
        var random = new ArrayList<Integer>();
        try (var simulation = Simulation.create()) {
            for (int n = 0; n < 10; n++) {
                schedule.add(chooser.choose(candidates));
                random.add(simulation.random().nextInt(1_000));
            }
        }
        assertThat(schedule).isNotEqualTo(random);
    }

    private static Simulation impatient() {
        return Simulation.builder().externalBlockingLimit(Duration.ofMillis(40)).build();
    }

    @Test
    void processLeftBehind_thatEndsDuringTheClose_doesNotDisturbTheOthers() {
        var release = new CountDownLatch(1);
        var stuckThread = new Thread[1];
        var canWait = new ArrayList<Boolean>();
        var simulation = impatient();
        var stuck = simulation.spawn("stuck", () -> {
            stuckThread[0] = Thread.currentThread();
            simulation.sleep(SECOND);
            awaitUninterruptibly(release);
        });
        simulation.spawn("joiner", () -> {
            try {
                stuck.join();
            } finally {
                release.countDown();
                stuckThread[0].join();
                canWait.add(simulation.spi().canWait());
            }
        });
        simulation.spawn("second joiner", stuck::join);
        assertThatThrownBy(simulation::run).isInstanceOf(ExternalBlockingException.class);
        simulation.close();
        assertThat(canWait).containsExactly(true);
    }

    @Test
    void processLeftBehindInsideAnOperation_doesNotDisturbTheCloseOfOthers() {
        var release = new CountDownLatch(1);
        var ends = new ArrayList<String>();
        var simulation = impatient();
        var guard = simulation.spi().newGuard();
        simulation.spawn("stuck", () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
            } finally {
                guard.enter();
                awaitUninterruptibly(release);
            }
        });
        simulation.spawn("other", () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
            } finally {
                for (int n = 0; n < 300_000; n++) {
                    guard.enter();
                    guard.exit();
                }
                ends.add("was let go on");
            }
        });
        simulation.runFor(SECOND);
        simulation.close();
        release.countDown();
        assertThat(ends).isEmpty();
    }

    @Test
    void taskLeftBehind_thatEndsDuringTheClose_doesNotDisturbTheOthers() {
        var release = new CountDownLatch(1);
        var carrier = new Thread[1];
        var canWait = new ArrayList<Boolean>();
        var simulation = impatient();
        simulation.schedule(SECOND, () -> {
            carrier[0] = Thread.currentThread();
            awaitUninterruptibly(release);
        });
        simulation.spawn("other", () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
            } finally {
                release.countDown();
                carrier[0].join();
                canWait.add(simulation.spi().canWait());
            }
        });
        simulation.spawn("carrier", () -> {
            try {
                simulation.sleep(Duration.ofDays(2));
            } catch (IllegalStateException e) {
                // has lost its turn
            }
        });
        assertThatThrownBy(simulation::run).isInstanceOf(ExternalBlockingException.class);
        simulation.close();
        assertThat(canWait).containsExactly(true);
    }

    @Test
    void closeOfALiveScheduler_withManyProcessesInOneCondition_isNoFailure() throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>();
        var scheduler = LiveScheduler.builder()
                .onFailure((process, cause) -> failures.add(process + " " + cause))
                .build();
        var lock = ProcessLock.create(scheduler, "lock");
        var condition = lock.newCondition();
        int processes = 20;
        var waiting = new CountDownLatch(processes);
        for (int n = 0; n < processes; n++) {
            scheduler.spawn("waiter-" + n, () -> {
                lock.lock();
                try {
                    waiting.countDown();
                    condition.await();
                } finally {
                    long end = System.nanoTime() + 5_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    lock.unlock();
                }
            });
        }
        waiting.await();
        scheduler.close();
        assertThat(failures).isEmpty();
    }

    private static void again(Simulation simulation) {
        simulation.schedule(Duration.ZERO, () -> again(simulation));
    }

    @Test
    void realTimeLimit_endsARunOfTimersAlone() {
        try (var simulation =
                Simulation.builder().realTimeLimit(Duration.ofMillis(200)).build()) {
            again(simulation);
            assertThatExceptionOfType(RealTimeLimitException.class).isThrownBy(simulation::run);
        }
    }

    @Test
    void reports_areTheSameInEveryRun() {
        Set<String> reports = new HashSet<>();
        for (int run = 0; run < 2; run++) {
            try (var simulation = Simulation.create()) {
                simulation.spawn("waiter", () -> simulation.await(new FutureTask<>(() -> 1)));
                simulation.runFor(Duration.ofSeconds(1));
                reports.add(simulation.blocked().getFirst().waitingFor());
            }
        }
        assertThat(reports).hasSize(1);
    }

    @Test
    void builderOfAReplay_buildsAnyNumberOfSimulations() {
        var builder = Simulation.builder().replay("path.1:0:1:29620409");
        builder.build().close();
        assertThatCode(() -> builder.build().close()).doesNotThrowAnyException();
    }
}

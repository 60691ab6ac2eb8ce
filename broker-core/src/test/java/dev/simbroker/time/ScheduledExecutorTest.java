package dev.simbroker.time;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.testing.SimulationFixture;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

/** What simulated time adds to the contract of a scheduled executor: the times are exact. */
@SuppressWarnings("FutureReturnValueIgnored")
class ScheduledExecutorTest extends SimulationFixture {

    private final ScheduledExecutorService executor = simulation.scheduledExecutor("cron");

    @Test
    void delayedTasks_runAtTheirTimes_andInTheOrderInWhichTheyWereScheduled() {
        executor.schedule(() -> log("late"), 5, SECONDS);
        executor.schedule(() -> log("early"), 2, SECONDS);
        executor.schedule(() -> log("second"), 2, SECONDS);
        executor.execute(() -> log("now"));

        simulation.run();

        assertThat(log()).containsExactly("0s now", "2s early", "2s second", "5s late");
    }

    @Test
    void delayedTasks_keepARunAlive_andWhatRepeatsDoesNot() {
        executor.scheduleAtFixedRate(() -> log("tick"), 1, 1, SECONDS);
        executor.scheduleWithFixedDelay(() -> log("tock"), 2, 2, SECONDS);
        executor.schedule(() -> log("done"), 3, SECONDS);

        simulation.run();

        assertThat(log()).containsExactly("1s tick", "2s tock", "2s tick", "3s done");
    }

    @Test
    void whatARepeatingTaskSpawns_isInTheBackgroundToo() {
        executor.scheduleAtFixedRate(() -> spawnSleeper("child", seconds(100)), 1, 1, SECONDS);
        spawnSleeper("work", seconds(2));

        simulation.run();

        assertThat(simulation.elapsed()).isEqualTo(seconds(2));
    }

    @Test
    void fixedRate_countsFromStartToStart_andFixedDelayFromEndToStart() {
        executor.scheduleAtFixedRate(() -> work("rate", 2), 1, 5, SECONDS);
        executor.scheduleWithFixedDelay(() -> work("delay", 2), 1, 5, SECONDS);

        simulation.runFor(seconds(12));

        assertThat(log()).containsExactly("1s rate", "1s delay", "6s rate", "8s delay", "11s rate");
    }

    @Test
    void executionsLongerThanThePeriod_startLate_andNeverOverlap() {
        var long3 = new int[] {12, 1, 1, 1, 1};
        var next = new int[1];
        executor.scheduleAtFixedRate(() -> work("tick", long3[Math.min(next[0]++, 4)]), 0, 5, SECONDS);

        simulation.runFor(seconds(20));

        // due at 0, 5, 10, 15, 20: those of 5 and 10 catch up one after the other
        assertThat(log()).containsExactly("0s tick", "12s tick", "13s tick", "15s tick", "20s tick");
    }

    @Test
    void remainingDelay_isExact_andFollowsTheExecutions() {
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(() -> {}, 3, 10, SECONDS);

        assertThat(future.getDelay(SECONDS)).isEqualTo(3);
        simulation.runFor(seconds(4));
        assertThat(future.getDelay(SECONDS)).isEqualTo(9);
        assertThat(executor.schedule(() -> {}, Long.MAX_VALUE, DAYS).getDelay(DAYS))
                .isEqualTo(106_751);
    }

    @Test
    void cancelledTasks_keepNoRunAlive() {
        ScheduledFuture<?> future = executor.schedule(() -> log("never"), 100, DAYS);
        future.cancel(false);

        simulation.run();

        assertThat(simulation.elapsed()).isEqualTo(seconds(0));
        assertThat(log()).isEmpty();
    }

    @Test
    void cancelledTheLast_aShutDownExecutorHasTerminated() {
        ScheduledFuture<?> future = executor.schedule(() -> log("never"), 100, DAYS);
        executor.shutdown();
        assertThat(executor.isTerminated()).isFalse();

        future.cancel(false);

        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void anExecution_mayWait_andIsInterruptedByCancellation() {
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(() -> work("tick", 3), 0, 10, SECONDS);
        simulation.run(() -> {
            simulation.sleep(seconds(11));
            future.cancel(true);
        });

        simulation.runFor(seconds(100));

        assertThat(log()).containsExactly("0s tick", "10s tick", "11s tick interrupted");
    }

    private void work(String name, int duration) {
        try {
            log(name);
            simulation.sleep(seconds(duration));
        } catch (InterruptedException e) {
            log(name + " interrupted");
        }
    }

    /** It used to end in a future that nobody had, and the test was green. */
    @Test
    void repeatedTaskThatThrows_failsTheRun_ifNobodyWaitsForIt() {
        var cause = new IllegalStateException("third");
        executor.scheduleAtFixedRate(() -> failAtTheThird(cause), 1, 1, SECONDS);
        spawnSleeper("test", seconds(60));

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(simulation::run)
                .withCause(cause)
                .satisfies(failure -> {
                    assertThat(failure.process()).isEqualTo("cron-3");
                    assertThat(failure.time()).isEqualTo(START.plusSeconds(3));
                });
    }

    @Test
    void repeatedTaskThatThrows_tellsTheProcessThatWaitsForIt_instead() {
        var cause = new IllegalStateException("third");

        simulation.run(() -> {
            var future = executor.scheduleAtFixedRate(() -> failAtTheThird(cause), 1, 1, SECONDS);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(future::get)
                    .withCause(cause);
        });

        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
    }

    private void failAtTheThird(RuntimeException failure) {
        log("tick");
        if (log().size() == 3) {
            throw failure;
        }
    }

    @Test
    void repeatedTaskThatThrows_onTheLiveClock_isToldToTheFailureHandler() throws InterruptedException {
        var cause = new IllegalStateException("first");
        var told = new ArrayBlockingQueue<Throwable>(1);
        try (var live = LiveScheduler.builder()
                .onFailure((process, failure) -> told.add(failure))
                .build()) {
            live.scheduledExecutor("cron")
                    .scheduleAtFixedRate(
                            () -> {
                                throw cause;
                            },
                            0,
                            1,
                            DAYS);

            assertThat(told.take()).isSameAs(cause);
        }
    }
}

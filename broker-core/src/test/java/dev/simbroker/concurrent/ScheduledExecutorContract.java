package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What {@link ScheduledExecutorService} documents, with the policies that
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor} has by default; it is an {@link ExecutorService} besides.
 */
abstract class ScheduledExecutorContract extends ExecutorContract {

    private final ScheduledExecutorService scheduled = (ScheduledExecutorService) executor;
    private final AtomicInteger executions = new AtomicInteger();

    ScheduledExecutorContract(Toolkit toolkit) {
        super(toolkit);
    }

    @Override
    final ExecutorService newExecutor() {
        return toolkit.scheduledExecutor();
    }

    @Test
    void schedule_runsOnce_afterTheDelay() {
        runner.runToEnd(() -> {
            ScheduledFuture<String> call = scheduled.schedule(() -> "called", 2, MILLISECONDS);
            assertThat(call.get()).isEqualTo("called");
            assertThat(call.getDelay(NANOSECONDS)).isLessThanOrEqualTo(0);
            assertThat(scheduled.schedule(executions::incrementAndGet, 0, DAYS).get())
                    .isEqualTo(1);
            assertThat(scheduled.schedule(() -> {}, -1, DAYS).get()).isNull();
            ScheduledFuture<?> overdue = scheduled.schedule(() -> {}, Long.MIN_VALUE, NANOSECONDS);
            assertThat(overdue.get()).isNull();
            assertThat(overdue.getDelay(NANOSECONDS)).isLessThanOrEqualTo(0);
        });
    }

    @Test
    void whatWaitsForItsTime_tellsHowLong_andSortsByIt() {
        runner.runToEnd(() -> {
            ScheduledFuture<?> first = scheduled.schedule(executions::incrementAndGet, 5, HOURS);
            ScheduledFuture<?> second = scheduled.schedule(executions::incrementAndGet, 7, HOURS);

            assertThat(first.getDelay(HOURS)).isBetween(4L, 5L);
            assertThat(first.compareTo(second)).isNegative();
            assertThat(second.compareTo(first)).isPositive();
            assertThat(isPeriodic(first)).isFalse();
            first.cancel(false);
            second.cancel(false);
        });
    }

    @Test
    void cancelledBeforeItsTime_itNeverRuns() {
        runner.runToEnd(() -> {
            ScheduledFuture<?> future = scheduled.schedule(executions::incrementAndGet, 1, DAYS);
            observe("waiter", future::get);
            assertThat(future.cancel(false)).isTrue();
            runner.settle();
            assertThat(future.isCancelled()).isTrue();
        });

        assertThat(log).containsExactly("waiter: CancellationException");
        assertThat(executions).hasValue(0);
    }

    @Test
    void whatRepeats_doesSoUntilItThrows_whichItsFutureTells() {
        var thrown = new IllegalStateException("third");
        Runnable task = () -> {
            if (executions.incrementAndGet() % 3 == 0) {
                throw thrown;
            }
        };
        runner.runToEnd(() -> {
            ScheduledFuture<?> rate = scheduled.scheduleAtFixedRate(task, 1, 1, MILLISECONDS);
            assertThat(isPeriodic(rate)).isTrue();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(rate::get)
                    .withCause(thrown);
            ScheduledFuture<?> delay = scheduled.scheduleWithFixedDelay(task, 0, 1, MILLISECONDS);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(delay::get)
                    .withCause(thrown);
            runner.settle();
        });

        assertThat(executions).hasValue(6);
    }

    @Test
    void whatRepeats_endsWhenCancelled_evenByItself() {
        var self = new Future<?>[1];
        runner.runToEnd(() -> {
            self[0] = scheduled.scheduleWithFixedDelay(
                    () -> {
                        if (executions.incrementAndGet() == 2) {
                            self[0].cancel(false);
                        }
                    },
                    1,
                    1,
                    MILLISECONDS);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(self[0]::get);
            runner.settle();
        });

        assertThat(executions).hasValue(2);
    }

    @Test
    void afterShutdown_delayedTasksStillRun_andWhatRepeatsIsCancelled() {
        runner.runToEnd(() -> {
            ScheduledFuture<?> delayed = scheduled.schedule(executions::incrementAndGet, 20, MILLISECONDS);
            ScheduledFuture<?> repeating = scheduled.scheduleAtFixedRate(() -> {}, 1, 1, DAYS);
            scheduled.shutdown();
            assertThat(repeating.isCancelled()).isTrue();
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> scheduled.schedule(() -> {}, 1, DAYS));
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> scheduled.scheduleAtFixedRate(() -> {}, 1, 1, DAYS));
            assertThat(delayed.get()).isEqualTo(1);
            assertThat(scheduled.awaitTermination(1, DAYS)).isTrue();
        });
    }

    @Test
    void shutdownWithinAnExecution_endsWhatRepeats() {
        runner.runToEnd(() -> {
            ScheduledFuture<?> future = scheduled.scheduleAtFixedRate(
                    () -> {
                        executions.incrementAndGet();
                        scheduled.shutdown();
                    },
                    0,
                    1,
                    MILLISECONDS);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
            assertThat(scheduled.awaitTermination(1, DAYS)).isTrue();
        });

        assertThat(executions).hasValue(1);
    }

    @Test
    void shutdownNow_answersWithWhatWaitsForItsTime() {
        runner.runToEnd(() -> {
            ScheduledFuture<?> first = scheduled.schedule(executions::incrementAndGet, 1, DAYS);
            ScheduledFuture<?> second = scheduled.scheduleAtFixedRate(executions::incrementAndGet, 2, 1, DAYS);
            assertThat(scheduled.shutdownNow()).containsExactly((Runnable) first, (Runnable) second);
            assertThat(first.isDone()).isFalse();
            assertThat(scheduled.awaitTermination(1, DAYS)).isTrue();
        });

        assertThat(executions).hasValue(0);
    }

    @Test
    void periodsThatAreNotPositive_areRefused() {
        for (long period : new long[] {0, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scheduled.scheduleAtFixedRate(() -> {}, 0, period, DAYS));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scheduled.scheduleWithFixedDelay(() -> {}, 0, period, DAYS));
        }
    }

    private static boolean isPeriodic(ScheduledFuture<?> future) {
        return ((RunnableScheduledFuture<?>) future).isPeriodic();
    }
}

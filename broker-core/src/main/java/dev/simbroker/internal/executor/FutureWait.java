package dev.simbroker.internal.executor;

import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for futures of any kind in the time of a scheduler: a {@code get} of theirs would wait in the system's time.
 */
public final class FutureWait {

    private FutureWait() {}

    public static <T extends @Nullable Object> T await(SchedulerSpi scheduler, Future<T> future)
            throws InterruptedException, ExecutionException {
        try {
            return awaitUntil(scheduler, future, Scheduler.FOREVER);
        } catch (TimeoutException e) {
            throw new AssertionError("forever is over", e);
        }
    }

    public static <T extends @Nullable Object> T await(SchedulerSpi scheduler, Future<T> future, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        return awaitUntil(scheduler, future, scheduler.deadlineAfter(Durations.nanos("timeout", timeout)));
    }

    private static <T extends @Nullable Object> T awaitUntil(SchedulerSpi scheduler, Future<T> future, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (future instanceof ProcessFuture<T> ours) {
            return ours.getUntil(deadline);
        }
        if (!future.isDone()) {
            awaitDone(scheduler, future, deadline);
        }
        return future.get();
    }

    private static void awaitDone(SchedulerSpi scheduler, Future<?> future, long deadline)
            throws InterruptedException, TimeoutException {
        if (future instanceof CompletionStage<?> stage) {
            new StageWait(scheduler, stage).await(deadline);
        } else {
            new PollingWait(scheduler, future).await(deadline);
        }
    }
}

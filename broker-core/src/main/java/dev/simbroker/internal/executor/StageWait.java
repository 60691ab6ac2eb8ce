package dev.simbroker.internal.executor;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A wait for a {@link CompletionStage}, whose completion calls back.
 *
 * <p>In a simulation only its own processes and timers can wake a process. A completion by another thread could come at
 * any moment of the simulated time, so it is never taken for one; the report of the deadlock that follows names the
 * thread.
 */
final class StageWait implements WaitReason {

    private final EngineGuard guard;
    private final WaitSet waiters;
    private final CompletionStage<?> stage;
    private volatile boolean completed;
    private volatile @Nullable String stranger;

    StageWait(SchedulerSpi scheduler, CompletionStage<?> stage) {
        this.guard = EngineGuard.of(scheduler);
        this.waiters = new WaitSet(scheduler);
        this.stage = stage;
        scheduler.currentWaiter(); // refuses a caller that cannot wait, before anything is left at the stage
    }

    void await(long deadline) throws InterruptedException, TimeoutException {
        CompletionStage<?> callback = stage.whenComplete((value, failure) -> completed());
        try {
            if (!waiters.await(() -> completed, this, deadline)) {
                throw new TimeoutException(describe() + " did not come in time");
            }
        } finally {
            if (!completed && callback instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    /** Called by the thread that completes the stage. */
    private void completed() {
        try {
            guard.enter();
            guard.exit();
        } catch (IllegalStateException e) {
            stranger = Thread.currentThread().getName();
            return;
        }
        completed = true;
        waiters.wakeAll();
    }

    @Override
    public String describe() {
        String thread = stranger;
        String what = "the completion of a " + stage.getClass().getSimpleName();
        if (guard.isParallel()) {
            return what;
        }
        return thread == null
                ? what + " (which only a process or a timer can complete)"
                : what + " (thread '" + thread + "' has completed it, but only a process can do so in simulated time: "
                        + "complete it in one, for example by spawning it or by using the scheduler's executor)";
    }
}

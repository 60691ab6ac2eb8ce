package dev.simbroker.internal.executor;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task that runs as a process: a {@link FutureTask} whose waits are waits in the time of its scheduler,
 * and whose cancellation interrupts the process.
 *
 * <p>The state is {@code FutureTask}'s own; before its {@code get} is called here the result is there, so that it never
 * waits.
 */
public class ProcessFuture<T extends @Nullable Object> extends FutureTask<T> {

    final SchedulerSpi scheduler;
    private final Guard guard;
    private final WaitSet waiters;
    private final Result reason = new Result();
    private volatile @Nullable SimProcess process;
    private volatile boolean awaited;

    public ProcessFuture(SchedulerSpi scheduler, Callable<T> task) {
        super(task);
        this.scheduler = scheduler;
        this.guard = scheduler.newGuard();
        this.waiters = new WaitSet(scheduler);
    }

    /** Says which process runs the task. */
    final void carriedBy(SimProcess carrier) {
        process = carrier;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        waiters.await(this::isDone, reason, Scheduler.FOREVER);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return getUntil(scheduler.deadlineAfter(unit.toNanos(timeout)));
    }

    final T getUntil(long deadline) throws InterruptedException, ExecutionException, TimeoutException {
        if (!waiters.await(this::isDone, reason, deadline)) {
            throw new TimeoutException(reason.describe() + " did not come in time");
        }
        return super.get();
    }

    /**
     * The thread that carries a process must not be interrupted itself: the process would not see it as an event of its
     * time.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        checkAccess();
        boolean cancelled = super.cancel(false);
        SimProcess running = process;
        if (cancelled && mayInterruptIfRunning && running != null) {
            running.interrupt();
        }
        return cancelled;
    }

    /** Refuses a caller that has no business here, before anything has changed. */
    private void checkAccess() {
        guard.enter();
        guard.exit();
    }

    @Override
    protected void done() {
        awaited = waiters.wakeAll();
    }

    /** Whether somebody waited for the result when it came, and so has it. */
    final boolean wasAwaited() {
        return awaited;
    }

    /** Which task it is, and in brackets how far it has come, as {@link FutureTask} has it. */
    @Override
    public String toString() {
        SimProcess running = process;
        return (running == null ? "a task that has not started" : "task '" + running.name() + "'")
                + switch (state()) {
                    case RUNNING -> "[Not completed]";
                    case SUCCESS -> "[Completed normally]";
                    case FAILED -> "[Completed exceptionally: " + exceptionNow() + "]";
                    case CANCELLED -> "[Cancelled]";
                };
    }

    private final class Result implements WaitReason {

        @Override
        public String describe() {
            SimProcess running = process;
            return running == null
                    ? "the result of a task that has not started"
                    : "the result of task '" + running.name() + "'";
        }

        @Override
        public @Nullable SimProcess holder() {
            return process;
        }
    }
}

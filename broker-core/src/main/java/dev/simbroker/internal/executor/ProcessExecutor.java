package dev.simbroker.internal.executor;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.Dependent;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An executor of which each task is a process, as each task of {@code Executors.newVirtualThreadPerTaskExecutor()} is a
 * thread.
 *
 * <p>What {@link AbstractExecutorService} does on top of {@link ProcessFuture} alone is kept; what it does with the
 * system's clock or a queue of its own is done anew here. When the scheduler closes, it ends the tasks that run, and so
 * this is shut down, and what has not begun is cancelled.
 */
public class ProcessExecutor extends AbstractExecutorService implements Dependent {

    final Scheduler scheduler;
    final SchedulerSpi spi;
    final String name;
    final EngineGuard guard;
    private final WaitSet waiters;

    // Written under the guard; the flags are volatile so that they can be read, and waited for, without it.
    /** In order of their start, which is the order in which they are interrupted. */
    private final Set<Task> tasks = new LinkedHashSet<>();

    private long started;
    private volatile boolean shutdown;
    private volatile boolean orphaned;
    private volatile boolean terminated;

    ProcessExecutor(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.spi = scheduler.spi();
        this.name = Objects.requireNonNull(name, "name");
        this.guard = EngineGuard.of(spi);
        this.waiters = new WaitSet(spi);
    }

    /** A new executor, which ends with its scheduler. */
    public static ProcessExecutor of(Scheduler scheduler, String name) {
        return dependent(new ProcessExecutor(scheduler, name));
    }

    static <E extends ProcessExecutor> E dependent(E executor) {
        if (!executor.spi.addDependent(executor)) {
            executor.schedulerCloses();
        }
        return executor;
    }

    // ---- tasks ----

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        guard.enter();
        try {
            checkRunning();
            launch(command);
        } finally {
            guard.exit();
        }
    }

    /** Called inside the guard. */
    final void checkRunning() {
        if (shutdown) {
            throw new RejectedExecutionException(this + " accepts no more tasks: "
                    + (orphaned ? "its scheduler is closed" : "it has been shut down"));
        }
    }

    /**
     * Starts a process for {@code command}. Called inside the guard, which the process has to pass before it does
     * anything.
     */
    final void launch(Runnable command) {
        var task = new Task(command);
        SimProcess process = scheduler.spawn(name + "-" + (started + 1), () -> run(task));
        started++;
        task.process = process;
        tasks.add(task);
        if (command instanceof ProcessFuture<?> future) {
            future.carriedBy(process);
        }
    }

    private void run(Task task) {
        try {
            if (begins(task)) {
                task.command.run();
            }
        } finally {
            ended(task);
        }
    }

    private boolean begins(Task task) {
        guard.enter();
        try {
            task.begun = !task.withdrawn;
            return task.begun;
        } finally {
            guard.exit();
        }
    }

    private void ended(Task task) {
        guard.enter();
        try {
            tasks.remove(task);
            terminateIfIdle();
        } finally {
            guard.exit();
        }
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new ProcessFuture<>(spi, callable);
    }

    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return newTaskFor(Executors.callable(runnable, value));
    }

    // ---- the end ----

    @Override
    public void shutdown() {
        guard.enter();
        try {
            shutdown = true;
            terminateIfIdle();
        } finally {
            guard.exit();
        }
    }

    /** Shuts it down, and cancels what waits for its time or has not begun. The scheduler ends what runs. */
    @Override
    public void schedulerCloses() {
        List<Runnable> withdrawn;
        guard.enter();
        try {
            orphaned = true;
            shutdown = true;
            withdrawn = withdraw();
            for (Task task : tasks) {
                if (!task.begun) {
                    task.withdrawn = true;
                    withdrawn.add(task.command);
                }
            }
            tasks.removeIf(task -> task.withdrawn); // the process may be discarded without having its turn
            terminateIfIdle();
        } finally {
            guard.exit();
        }
        for (Runnable command : withdrawn) {
            if (command instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    /** Interrupts the tasks that run, and answers with those that have not begun and now never will. */
    @Override
    public List<Runnable> shutdownNow() {
        guard.enter();
        try {
            shutdown = true;
            List<Runnable> withdrawn = withdraw();
            for (Task task : tasks) {
                if (task.begun) {
                    task.process().interrupt();
                } else {
                    task.withdrawn = true;
                    withdrawn.add(task.command);
                }
            }
            terminateIfIdle();
            return withdrawn;
        } finally {
            guard.exit();
        }
    }

    /** Takes back what waits for its time, and answers with it. Called inside the guard. */
    List<Runnable> withdraw() {
        return new ArrayList<>();
    }

    /** Whether nothing is left to be done. Called inside the guard. */
    boolean isIdle() {
        return tasks.isEmpty();
    }

    /** Called inside the guard whenever something has ended. */
    final void terminateIfIdle() {
        if (shutdown && !terminated && isIdle()) {
            terminated = true;
            waiters.wakeAll();
        }
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return terminated;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return awaitTermination(spi.deadlineAfter(unit.toNanos(timeout)));
    }

    private boolean awaitTermination(long deadline) throws InterruptedException {
        return waiters.await(() -> terminated, () -> "the end of the tasks of " + this, deadline);
    }

    /**
     * As documented, but with one long wait instead of many of a day each: a task that never ends is a deadlock, and
     * seen as one.
     */
    @Override
    public void close() {
        shutdown();
        boolean interrupted = false;
        while (!terminated) {
            try {
                awaitTermination(Scheduler.FOREVER);
            } catch (InterruptedException e) {
                if (!interrupted) {
                    interrupted = true;
                    shutdownNow();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- many tasks ----

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> calls, long timeout, TimeUnit unit)
            throws InterruptedException {
        long deadline = spi.deadlineAfter(unit.toNanos(timeout));
        var futures = new ArrayList<Future<T>>(calls.size());
        try {
            for (Callable<T> call : calls) {
                futures.add(submit(call));
            }
            for (Future<T> future : futures) {
                if (!isDoneBefore(deadline, future)) {
                    break;
                }
            }
            return futures;
        } finally {
            futures.forEach(future -> future.cancel(true)); // does nothing to one that is done
        }
    }

    private boolean isDoneBefore(long deadline, Future<?> future) throws InterruptedException {
        try {
            future.get(
                    deadline == Scheduler.FOREVER ? deadline : deadline - scheduler.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (CancellationException | ExecutionException e) {
            return true; // it is done, if not well
        }
        return true;
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> calls) throws InterruptedException, ExecutionException {
        try {
            return new InvokeAny<T>(this).run(calls, Scheduler.FOREVER);
        } catch (TimeoutException e) {
            throw new AssertionError("forever is over", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> calls, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return new InvokeAny<T>(this).run(calls, spi.deadlineAfter(unit.toNanos(timeout)));
    }

    @Override
    public String toString() {
        return "executor '" + name + "'";
    }

    /** A command and the process that runs it. Belongs to the guard. */
    private static final class Task {

        final Runnable command;

        @Nullable SimProcess process;

        boolean begun;
        boolean withdrawn;

        Task(Runnable command) {
            this.command = command;
        }

        SimProcess process() {
            return Objects.requireNonNull(process, "a task in the set has a process");
        }
    }
}

package dev.simbroker.internal.executor;

import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An executor that starts processes at given times. Its policies are the defaults of
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor}: after a shutdown, tasks that wait for their time still run
 * then, and those that repeat end.
 */
public final class ScheduledProcessExecutor extends ProcessExecutor implements ScheduledExecutorService {

    /** Guarded by guard: the tasks that wait for their time. */
    private final Set<ScheduledProcessFuture<?>> pending = new LinkedHashSet<>();

    /** Guarded by guard. */
    private long scheduled;

    private ScheduledProcessExecutor(Scheduler scheduler, String name) {
        super(scheduler, name);
    }

    /** A new executor, which ends with its scheduler. */
    public static ScheduledProcessExecutor of(Scheduler scheduler, String name) {
        return dependent(new ScheduledProcessExecutor(scheduler, name));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        return add(Executors.callable(command), unit.toNanos(delay), 0);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        Objects.requireNonNull(callable, "callable");
        return add(callable, unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        checkPositive("period", period, unit);
        return add(Executors.callable(command), unit.toNanos(initialDelay), unit.toNanos(period));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        checkPositive("delay", delay, unit);
        return add(Executors.callable(command), unit.toNanos(initialDelay), -unit.toNanos(delay));
    }

    private static void checkPositive(String what, long value, TimeUnit unit) {
        Objects.requireNonNull(unit, "unit");
        if (value <= 0) {
            throw new IllegalArgumentException(
                    "the " + what + " of a task that repeats must be positive: " + value + " " + unit);
        }
    }

    private <V extends @Nullable Object> ScheduledFuture<V> add(Callable<V> task, long delay, long period) {
        guard.enter();
        try {
            checkRunning();
            long time = spi.deadlineAfter(delay);
            var future = new ScheduledProcessFuture<>(this, task, time, period, scheduled++);
            startTimer(future);
            return future;
        } finally {
            guard.exit();
        }
    }

    private void startTimer(ScheduledProcessFuture<?> future) {
        future.start();
        pending.add(future);
    }

    /** Starts the process of a task whose time has come. */
    void due(ScheduledProcessFuture<?> future) {
        guard.enter();
        try {
            if (pending.remove(future)) {
                launch(future);
            }
        } finally {
            guard.exit();
        }
    }

    /** Makes a task that repeats wait for its next time, unless it must not. */
    void again(ScheduledProcessFuture<?> future) {
        boolean ends;
        guard.enter();
        try {
            ends = isShutdown() || future.isDone();
            if (!ends) {
                startTimer(future);
            }
        } finally {
            guard.exit();
        }
        if (ends) {
            future.cancel(false);
        }
    }

    /** Forgets a task that was cancelled. */
    void forget(ScheduledProcessFuture<?> future) {
        guard.enter();
        try {
            if (pending.remove(future)) {
                future.stop();
                terminateIfIdle();
            }
        } finally {
            guard.exit();
        }
    }

    @Override
    public void shutdown() {
        super.shutdown();
        repeating().forEach(future -> future.cancel(false));
    }

    private List<ScheduledProcessFuture<?>> repeating() {
        guard.enter();
        try {
            return pending.stream().filter(ScheduledProcessFuture::isPeriodic).toList();
        } finally {
            guard.exit();
        }
    }

    @Override
    List<Runnable> withdraw() {
        pending.forEach(ScheduledProcessFuture::stop);
        var withdrawn = new ArrayList<Runnable>(pending.stream().sorted().toList());
        pending.clear();
        return withdrawn;
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && pending.isEmpty();
    }
}

package dev.simbroker.internal.executor;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Timer;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that a {@link ScheduledProcessExecutor} runs at its time, once or again and again. A timer waits for the time,
 * and each execution is a process.
 *
 * <p>The timer of a task that repeats is a background one: such a task would keep a run alive forever.
 */
final class ScheduledProcessFuture<T extends @Nullable Object> extends ProcessFuture<T>
        implements RunnableScheduledFuture<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private final ScheduledProcessExecutor executor;
    private final long sequence;

    /** Nanoseconds: 0 for a task that runs once, positive from start to start, negative from end to start. */
    private final long period;

    private volatile long time;

    /** Belongs to the executor's guard. */
    private @Nullable Timer timer;

    ScheduledProcessFuture(ScheduledProcessExecutor executor, Callable<T> task, long time, long period, long sequence) {
        super(executor.spi, task);
        this.executor = executor;
        this.time = time;
        this.period = period;
        this.sequence = sequence;
    }

    /** Sets the timer. Called inside the executor's guard. */
    void start() {
        timer = isPeriodic()
                ? scheduler.scheduleBackgroundAt(time, () -> executor.due(this))
                : scheduler.scheduleAt(time, () -> executor.due(this));
    }

    /** Takes the timer back. Called inside the executor's guard. */
    void stop() {
        Timer set = timer;
        if (set != null) {
            set.cancel();
        }
    }

    @Override
    public void run() {
        if (!isPeriodic()) {
            super.run();
        } else if (runAndReset()) {
            time = period > 0 ? later(time, period) : later(scheduler.nanoTime(), -period);
            executor.again(this);
        } else if (state() == State.FAILED) {
            failed(exceptionNow());
        }
    }

    /**
     * A task that repeats has failed, and ends: nearly always nobody has its future, and nobody would ever know. So its
     * process fails, unless somebody waits for the future and learns of it.
     */
    private void failed(Throwable failure) {
        LOG.warn(
                "a repeated task of {} failed at {}, and is not repeated any more",
                executor,
                scheduler.instant(scheduler.nanoTime()),
                failure);
        if (!wasAwaited()) {
            throwAs(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // checked exceptions exist for the compiler only
    private static <X extends Throwable> void throwAs(Throwable failure) throws X {
        throw (X) failure;
    }

    private static long later(long time, long by) {
        return time >= Scheduler.FOREVER - by ? Scheduler.FOREVER : time + by;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            executor.forget(this);
        }
        return cancelled;
    }

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(time - scheduler.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** By time, then in the order in which they were scheduled. */
    @Override
    public int compareTo(Delayed other) {
        if (other instanceof ScheduledProcessFuture<?> that && scheduler.equals(that.scheduler)) {
            int byTime = Long.compare(time, that.time);
            return byTime != 0 ? byTime : Long.compare(sequence, that.sequence);
        }
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}

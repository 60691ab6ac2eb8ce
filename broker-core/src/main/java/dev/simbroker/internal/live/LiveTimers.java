package dev.simbroker.internal.live;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.TraceEvent;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a live scheduler. Their tasks run one at a time on a thread of their own, which starts with the first
 * timer and ends when there has been none for a while.
 */
final class LiveTimers {

    private static final long IDLE_SECONDS = 10;

    private final LiveEngine engine;
    private final ScheduledThreadPoolExecutor executor;

    LiveTimers(LiveEngine engine) {
        this.engine = engine;
        this.executor = new ScheduledThreadPoolExecutor(1, body -> new TimerThread(engine, body));
        executor.setRemoveOnCancelPolicy(true); // most timers are cancelled, and would otherwise pile up
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs {@code task} after {@code delay}; never if that is beyond the end of time, or there are no timers any more.
     */
    Timer schedule(long delay, Runnable task) {
        var timer = new LiveTimer(engine, task);
        if (delay != Scheduler.FOREVER) {
            try {
                timer.future = executor.schedule(timer, delay, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // closed: time has ended here, and nothing is due any more
            }
        }
        return timer;
    }

    /** Whether the caller runs a timer's task of that scheduler. */
    static boolean isTask(LiveEngine engine) {
        return Thread.currentThread() instanceof TimerThread thread && thread.engine == engine;
    }

    /** Forgets every timer. A task that runs now is finished, which is waited for unless it is the caller. */
    void close() {
        executor.shutdownNow();
        if (isTask(engine)) {
            return;
        }
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread on which tasks run: a daemon, so that no forgotten scheduler holds up the end of an application. */
    private static final class TimerThread extends Thread {

        private final LiveEngine engine;

        TimerThread(LiveEngine engine, Runnable body) {
            super(null, body, "simbroker-live-timer", 0, false);
            this.engine = engine;
            setDaemon(true);
        }
    }

    /** A timer. Its time or a cancellation, whichever comes first, takes the task away. */
    private static final class LiveTimer implements Timer, Runnable {

        private final LiveEngine engine;
        private final AtomicReference<@Nullable Runnable> task;
        private volatile @Nullable Future<?> future;

        LiveTimer(LiveEngine engine, Runnable task) {
            this.engine = engine;
            this.task = new AtomicReference<>(task);
        }

        @Override
        public void run() {
            Runnable due = task.getAndSet(null);
            if (due == null) {
                return;
            }
            try {
                engine.trace(TraceEvent.TIMER, this, null, 0);
                due.run();
            } catch (Throwable e) {
                engine.failed("a timer's task", "timer", e);
            }
        }

        @Override
        public boolean cancel() {
            boolean prevented = task.getAndSet(null) != null;
            Future<?> queued = future;
            if (prevented && queued != null) {
                queued.cancel(false);
            }
            return prevented;
        }
    }
}

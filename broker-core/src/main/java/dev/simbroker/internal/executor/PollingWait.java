package dev.simbroker.internal.executor;

import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A wait for a {@link Future} that cannot call back: it looks now and then, after a millisecond at first and then ever
 * more seldom, so that the end is noticed when the wait has become a sixteenth longer at most, but within a minute.
 *
 * <p>A timer in the background looks, and the process goes on only once the future is done. So a future that never will
 * be done is a deadlock, and not a run without end.
 */
final class PollingWait implements WaitReason {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

    private final SchedulerSpi scheduler;
    private final Future<?> future;
    private final WaitSet waiters;
    private final long start;

    /** Whether nobody waits any more. */
    private volatile boolean over;

    private volatile Timer timer;

    PollingWait(SchedulerSpi scheduler, Future<?> future) {
        this.scheduler = scheduler;
        this.future = future;
        this.waiters = new WaitSet(scheduler);
        this.start = scheduler.nanoTime();
        scheduler.currentWaiter(); // refuses a caller that cannot wait, before a timer is set
        this.timer = lookLater();
    }

    void await(long deadline) throws InterruptedException, TimeoutException {
        try {
            if (!waiters.await(future::isDone, this, deadline)) {
                throw new TimeoutException(describe() + " did not come in time");
            }
        } finally {
            over = true;
            timer.cancel();
        }
    }

    private Timer lookLater() {
        long interval = Math.clamp((scheduler.nanoTime() - start) / 16, SHORTEST, LONGEST);
        return scheduler.scheduleBackgroundAt(scheduler.deadlineAfter(interval), this::look);
    }

    private void look() {
        if (future.isDone()) {
            waiters.wakeAll();
        } else if (!over) {
            timer = lookLater();
        }
    }

    @Override
    public String describe() {
        return "the completion of a " + future.getClass().getSimpleName() + ", looked at now and then";
    }
}

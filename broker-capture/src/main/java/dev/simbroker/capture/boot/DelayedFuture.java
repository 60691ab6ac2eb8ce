package dev.simbroker.capture.boot;

import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task that a captured thread has delayed, as a future of the JDK's. */
final class DelayedFuture extends FutureTask<Void> implements ScheduledFuture<Void> {

    private final long due;
    private final CapturedThread.DelayedTask task;

    DelayedFuture(CapturedThread by, Runnable command, long nanos) {
        super(command, null);
        this.due = by.nanoTime() + Math.max(nanos, 0);
        this.task = by.delay(this, nanos);
    }

    @Override
    protected void done() {
        if (isCancelled()) {
            task.cancel();
        }
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - Hooks.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}

package dev.simbroker.capture;

import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a timed wait for a monitor. It is made, and cancelled, on the carrier, where the simulation must not be
 * touched: so it becomes a timer, or none, the next time that somebody looks for the next process.
 */
final class TimedWait extends FutureTask<Void> {

    private final long deadline;
    private final Consumer<TimedWait> changes;
    private @Nullable Timer timer;

    TimedWait(Runnable expire, long deadline, Consumer<TimedWait> changes) {
        super(expire, null);
        this.deadline = deadline;
        this.changes = changes;
    }

    @Override
    protected void done() {
        if (isCancelled()) {
            changes.accept(this);
        }
    }

    /** Called by whoever has the turn. */
    void setOrCancel(SchedulerSpi scheduler) {
        if (!isDone()) {
            timer = scheduler.scheduleAt(deadline, this);
        } else if (timer != null) {
            timer.cancel();
        }
    }
}

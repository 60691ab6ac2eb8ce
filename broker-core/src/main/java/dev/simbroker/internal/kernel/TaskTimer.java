package dev.simbroker.internal.kernel;

import dev.simbroker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A timer that runs a task on the process that holds the baton when the clock gets there.
 *
 * <p>There may be millions, one for each message on lease, so they have no field that can be told from something else.
 */
class TaskTimer extends TimerEntry implements Timer {

    private final Kernel kernel;
    /** Null once it has run or was cancelled. */
    private @Nullable Runnable task;

    private TaskTimer(Kernel kernel, Runnable task) {
        this.kernel = kernel;
        this.task = task;
    }

    static TaskTimer of(Kernel kernel, Runnable task, boolean background) {
        return background ? new InBackground(kernel, task) : new TaskTimer(kernel, task);
    }

    /** A timer that does not keep a run alive. */
    private static final class InBackground extends TaskTimer {

        InBackground(Kernel kernel, Runnable task) {
            super(kernel, task);
        }

        @Override
        boolean isBackground() {
            return true;
        }
    }

    @Override
    boolean isBackground() {
        return false;
    }

    @Override
    long id() {
        return 2 * sequence + 1;
    }

    @Override
    void fire() {
        Runnable due = task;
        if (due != null) {
            task = null;
            kernel.runTask(this, due);
        }
    }

    @Override
    public boolean cancel() {
        kernel.checkAccess();
        kernel.passPoint();
        boolean prevented = task != null;
        task = null;
        kernel.removeTimer(this);
        return prevented;
    }
}

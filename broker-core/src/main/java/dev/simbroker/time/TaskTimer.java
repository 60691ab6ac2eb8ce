package dev.simbroker.time;

/** A timer that runs a task on whichever process holds the baton when the clock gets there. */
final class TaskTimer extends TimerEntry implements Timer {

    private final Kernel kernel;
    private final Runnable task;
    /** Whether the task has run or was cancelled. */
    private boolean over;

    TaskTimer(Kernel kernel, Runnable task, boolean background) {
        super(background);
        this.kernel = kernel;
        this.task = task;
    }

    @Override
    long id() {
        return 2 * sequence + 1;
    }

    @Override
    void fire() {
        over = true;
        kernel.runTask(this, task);
    }

    @Override
    public boolean cancel() {
        kernel.checkAccess();
        kernel.passPoint();
        boolean prevented = !over;
        over = true;
        kernel.removeTimer(this);
        return prevented;
    }
}

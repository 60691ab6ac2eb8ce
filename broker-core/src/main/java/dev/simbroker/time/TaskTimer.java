package dev.simbroker.time;

/** A timer that runs a task on whichever process holds the baton when the clock gets there. */
final class TaskTimer extends TimerEntry implements Timer {

    private final Kernel kernel;
    private final Runnable task;

    TaskTimer(Kernel kernel, Runnable task, boolean background) {
        super(background);
        this.kernel = kernel;
        this.task = task;
    }

    @Override
    void fire() {
        kernel.runTask(this, task);
    }

    @Override
    public boolean cancel() {
        kernel.checkAccess();
        return kernel.removeTimer(this);
    }
}

package dev.simbroker.internal.kernel;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread as the one that drives a simulation, during one call: it waits outside while the processes run.
 */
final class DrivingThread implements BatonHolder {

    private final Thread thread = Thread.currentThread();

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public @Nullable SimulatedProcess process() {
        return null;
    }

    @Override
    public void resume() {
        LockSupport.unpark(thread);
    }

    /**
     * Waits until it holds the baton. An interrupt does not end that, and is the thread's status afterwards.
     *
     * @param interval how often {@code check} is run, in nanoseconds
     * @param onInterrupt is run when the thread is interrupted
     */
    void awaitBaton(Baton baton, long interval, Runnable onInterrupt, Runnable check) {
        boolean interrupted = false;
        while (!baton.isHeldBy(this)) {
            LockSupport.parkNanos(this, interval);
            if (Thread.interrupted()) {
                interrupted = true;
                onInterrupt.run();
            } else if (!baton.isHeldBy(this)) {
                check.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

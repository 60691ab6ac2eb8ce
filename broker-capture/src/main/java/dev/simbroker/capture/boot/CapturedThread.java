package dev.simbroker.capture.boot;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * A virtual thread that runs in simulated time, as the rewritten code of the JDK and of the application sees it: the
 * scheduler of that thread.
 *
 * <p>It is on the boot class path, so it knows nothing but the JDK; the simulation is behind it.
 */
public abstract class CapturedThread implements Executor {

    /** The thread object that this one runs for, where the application has made one of another kind; null otherwise. */
    private volatile Thread original;

    /** The thread object that the application knows; null if that is the virtual thread itself. */
    public final Thread original() {
        return original;
    }

    /** Says that it runs for another thread object. */
    public final void standFor(Thread thread) {
        original = thread;
    }

    // ---- asked by the thread itself ----

    /** What {@link System#nanoTime} says here. */
    public abstract long nanoTime();

    /** What the clock says here. */
    public abstract Instant now();

    /**
     * Waits as {@link java.util.concurrent.locks.LockSupport#park} does.
     *
     * @param blocker what it parks on, or null
     * @param nanos the longest time, or a negative number for none
     * @return false if it cannot wait in simulated time here, and so has to in real time
     */
    public abstract boolean park(Object blocker, long nanos);

    /**
     * Sleeps.
     *
     * @return false if it cannot here
     */
    public abstract boolean sleep(long nanos) throws InterruptedException;

    /**
     * Lets others go first.
     *
     * @return false if it cannot here
     */
    public abstract boolean giveWay();

    /** The scheduler of a virtual thread that it makes. */
    public abstract CapturedThread child();

    /** Runs a task after some time, as a thread of its own. */
    public abstract DelayedTask delay(Runnable task, long nanos);

    /** Runs what stands for that task after some time, unless it is cancelled before. */
    public abstract void delay(Future<?> task, Runnable run, long nanos);

    /** That task is cancelled. */
    public abstract void cancelling(Future<?> task);

    /** Runs a task as a thread of its own, which keeps nobody alive. */
    public abstract void fork(String name, Runnable task);

    /** The next random number of that kind, which no other thread and no other kind has a part in. */
    public abstract long random(String kind);

    /** Its number in the simulation, in the order in which threads were made. */
    public abstract long number();

    /** The same number each time for one simulation. */
    public abstract long salt();

    /** The next number of that kind, from 0: for names. */
    public abstract int number(String kind);

    /** Something that will run. */
    public interface DelayedTask {
        /** Has it not run, if it has not begun. */
        void cancel();
    }

    // ---- asked by whoever makes a thread ----

    /** Whether a thread that it makes is a daemon. */
    public abstract boolean isDaemon();

    /** What the thread is to run in place of its task. */
    public abstract Runnable task(Runnable task);

    /** The thread is about to start. */
    public abstract void starting(Thread thread);

    // ---- asked by any thread ----

    /**
     * Makes it go on from where it parks, or not park the next time.
     *
     * @return false if that is not for the simulation to do
     */
    public abstract boolean unpark();

    /**
     * Interrupts it.
     *
     * @return false if that is not for the simulation to do
     */
    public abstract boolean interrupt();

    /** Whether it was interrupted and has not gone on since, beyond what its thread says. */
    public abstract boolean isInterruptPending();

    /**
     * Ends a wait for a monitor after some time, when the thread has left its carrier. Called there.
     *
     * @return what the JDK cancels when the wait has ended before
     */
    public abstract Future<?> timedWait(Runnable expire, long nanos);

    /** It begins to wait in the monitor of that object; null when that has ended. */
    public abstract void waiting(Object monitor);

    /** The JVM begins, or has ended, to bring it back from a monitor. Called by a thread of the JVM. */
    public abstract void unblocking(boolean begins);

    /** How it stands in simulated time; null if only its thread knows. */
    public abstract Thread.State threadState();
}

package dev.simbroker.time;

import java.util.concurrent.locks.LockSupport;

/**
 * How a process is carried: a thread that is suspended and resumed by hand, on public API alone.
 *
 * <p>This is the only class that knows what carries a process, so that another way can take its place. {@code resume} of one
 * coroutine followed by {@code suspend} of the caller's own is the hand-over of the baton; the volatile flag orders
 * everything that was written before the one before everything that is read after the other.
 */
final class Coroutine {

    private final Thread thread;
    private boolean started;
    private volatile boolean resumed;

    private Coroutine(Thread thread, boolean started) {
        this.thread = thread;
        this.started = started;
    }

    /** A coroutine that will run {@code body} on a virtual thread when it is first resumed. */
    static Coroutine of(String name, Runnable body) {
        return new Coroutine(
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(body),
                false);
    }

    /** A coroutine that will run {@code body} on a thread which is there already, when it is first resumed. */
    static Coroutine on(ProcessThread thread, Runnable body) {
        thread.carry(body);
        return new Coroutine(thread, false);
    }

    /** The calling thread, as a coroutine that is running. */
    static Coroutine current() {
        return new Coroutine(Thread.currentThread(), true);
    }

    Thread thread() {
        return thread;
    }

    /** Lets it go on. Only the holder of the baton calls this, and gives the baton away with it. */
    void resume() {
        if (started) {
            resumed = true;
            LockSupport.unpark(thread);
        } else {
            started = true;
            begin();
        }
    }

    private void begin() {
        if (thread instanceof ProcessThread known) {
            known.begin();
        } else {
            thread.start();
        }
    }

    /** Interrupts a thread that carries a process, whatever the process is about. */
    static void interrupt(Thread thread) {
        if (thread instanceof ProcessThread known) {
            known.interruptCarrier();
        } else {
            thread.interrupt();
        }
    }

    /**
     * Suspends the calling coroutine until it is resumed. An interrupt of the thread does not end the suspension; it is there
     * afterwards as the thread's status.
     */
    void suspend() {
        boolean interrupted = false;
        while (!resumed) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        resumed(interrupted);
    }

    /** The same for a driver, which runs {@code onInterrupt} when interrupted, and {@code check} every {@code interval} nanoseconds. */
    void suspend(long interval, Runnable onInterrupt, Runnable check) {
        boolean interrupted = false;
        while (!resumed) {
            LockSupport.parkNanos(this, interval);
            if (Thread.interrupted()) {
                interrupted = true;
                onInterrupt.run();
            } else if (!resumed) {
                check.run();
            }
        }
        resumed(interrupted);
    }

    private void resumed(boolean interrupted) {
        resumed = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

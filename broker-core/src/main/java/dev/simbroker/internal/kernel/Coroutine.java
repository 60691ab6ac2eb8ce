package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.UnwindError;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a process is carried: a thread that is suspended and resumed by hand, on public API alone.
 *
 * <p>This is the only class that knows what carries a process, so that another way can take its place. A suspended coroutine goes on when it
 * holds the {@link Baton}, and for no other reason: passing the baton on orders everything that was written before it before everything that
 * is read after it was noticed, and {@link #resume} is merely what makes the other one look.
 */
final class Coroutine {

    private final Thread thread;
    /** What it carries; null if that is a driver. */
    private final @Nullable SimulatedProcess process;

    private boolean started;
    /** Whether the baton was taken from it for good. */
    private volatile boolean givenUp;

    private Coroutine(Thread thread, @Nullable SimulatedProcess process, boolean started) {
        this.thread = thread;
        this.process = process;
        this.started = started;
    }

    /** A coroutine that will run {@code process} on a virtual thread when it is first resumed. */
    static Coroutine of(SimulatedProcess process) {
        return new Coroutine(
                Thread.ofVirtual()
                        .name(process.name())
                        .inheritInheritableThreadLocals(false)
                        .unstarted(process),
                process,
                false);
    }

    /** A coroutine that will run {@code process} on a thread which is there already, when it is first resumed. */
    static Coroutine on(ProcessThread thread, SimulatedProcess process) {
        thread.carry(process);
        return new Coroutine(thread, process, false);
    }

    /** The calling thread, which drives, as a coroutine that is running. */
    static Coroutine current() {
        return new Coroutine(Thread.currentThread(), null, true);
    }

    Thread thread() {
        return thread;
    }

    @Nullable SimulatedProcess process() {
        return process;
    }

    boolean isCaller() {
        return thread == Thread.currentThread();
    }

    /** Lets it go on, since it holds the baton. Only who has passed it the baton calls this. */
    void resume() {
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true; // nobody else writes this: one that has not begun can pass the baton to nobody
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

    /** Interrupts the thread, whatever the process is about. */
    void interrupt() {
        if (thread instanceof ProcessThread known) {
            known.interruptCarrier();
        } else {
            thread.interrupt();
        }
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Ends it where it is suspended without having noticed that it held the baton, which was taken from it. */
    void giveUp() {
        givenUp = true;
        LockSupport.unpark(thread);
    }

    /**
     * Suspends the calling coroutine until it holds the baton. An interrupt of the thread does not end the suspension; it is there
     * afterwards as the thread's status.
     *
     * @throws UnwindError if it will never hold it again
     */
    void suspend(Baton baton) {
        boolean interrupted = false;
        while (!baton.isHeldBy(this)) {
            if (givenUp) {
                throw new UnwindError(thread.getName());
            }
            LockSupport.park();
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same for a driver, which runs {@code onInterrupt} when interrupted, and {@code check} every {@code interval} nanoseconds. */
    void suspend(Baton baton, long interval, Runnable onInterrupt, Runnable check) {
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

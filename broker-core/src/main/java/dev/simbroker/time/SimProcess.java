package dev.simbroker.time;

import dev.simbroker.internal.kernel.ProcessThread;
import java.time.Duration;
import java.util.Optional;

/**
 * Blocking code that runs on a {@link Scheduler}.
 *
 * <p>In a simulation these methods may be called by its processes and, while it is not running, by the thread that
 * drives it.
 */
public interface SimProcess {

    /** A stage of a process between its start and its end. */
    enum State {
        /** Spawned, and not yet run. */
        NEW,
        /** Able to run, and waiting for its turn. */
        READY,
        /** Running now. */
        RUNNING,
        /** Sleeping or waiting for something. */
        WAITING,
        /** Ended: returned, failed or was unwound. */
        TERMINATED
    }

    /**
     * The process that {@code thread}, made by {@link Scheduler#threadFactory}, carries; empty if it is another's
     * thread, or was not started.
     */
    static Optional<SimProcess> of(Thread thread) {
        return thread instanceof ProcessThread known ? known.process() : Optional.empty();
    }

    /** The name it was spawned with; names need not be unique. */
    String name();

    /** Where it stands now. */
    State state();

    /**
     * Interrupts this process: a sleep or wait that it is in ends with {@link InterruptedException}, otherwise its next
     * one does. In a simulation the process sees it when its turn comes, like any other event of that instant. An ended
     * process ignores it.
     */
    void interrupt();

    /** Waits until this process has ended. */
    void join() throws InterruptedException;

    /**
     * Waits until this process has ended, at most for {@code timeout}.
     *
     * @return whether it has ended
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    boolean join(Duration timeout) throws InterruptedException;
}

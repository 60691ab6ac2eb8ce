package dev.simbroker.time.spi;

import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Simulation;

/**
 * A process of a simulation that runs one body after another, each in a run of its own, and rests between them. For
 * test frameworks: what is set up, tested and torn down by one process may keep locks, thread locals and transactions
 * from one to the next. Answered by {@link Simulation#mainProcess}; used by the thread that drives the simulation.
 */
public interface MainProcess {

    /**
     * Runs {@code body} as {@link Simulation#run(ProcessBody)} does, on this process, and everything else with it,
     * until the body has ended.
     *
     * @throws ProcessFailedException if the body or another process throws
     * @throws DeadlockException if the body waits for something that can never come
     * @throws IllegalStateException if this process has ended
     */
    void run(ProcessBody body);

    /** Has the process end, if it ever began; a second call does nothing. */
    void end();
}

package dev.simbroker.testing;

import dev.simbroker.time.ProcessBody;
import java.util.concurrent.ExecutorService;

/**
 * A carrier of a test's processes: the threads of the JDK ({@link ThreadRunner}), or a clock under test
 * ({@link Stage}).
 */
public interface ProcessRunner extends AutoCloseable {

    /** Starts a process; the answer interrupts it. */
    Runnable start(String name, ProcessBody body);

    /**
     * Runs {@code body}, which may wait, and then everything it started to its end. Rethrows what any of them throws.
     */
    void runToEnd(ProcessBody body);

    /** Called by a process: waits until every other one has ended or waits for something. */
    void settle() throws InterruptedException;

    /**
     * Answers {@code executor}, which is shut down when the body of a run has ended where that alone ends its threads.
     */
    default <E extends ExecutorService> E register(E executor) {
        return executor;
    }

    /** Interrupts and ends what still runs. */
    @Override
    void close();
}

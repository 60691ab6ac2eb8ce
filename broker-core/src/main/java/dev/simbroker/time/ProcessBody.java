package dev.simbroker.time;

/** The code of a {@link SimProcess}, from its start to its end. */
@FunctionalInterface
public interface ProcessBody {

    /**
     * Runs the process.
     *
     * @throws Exception to end the process as failed; an {@link InterruptedException} after it was interrupted is a
     *     normal end, and on the live clock, where anybody may interrupt a thread, every one is
     */
    void run() throws Exception;
}

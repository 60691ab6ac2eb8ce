package dev.simbroker.time;

/** What a {@link SimProcess} does, from its start to its end. */
@FunctionalInterface
public interface ProcessBody {

    /**
     * Runs the process.
     *
     * @throws Exception to end the process as failed; an {@link InterruptedException} after it was interrupted is a normal
     *     end
     */
    void run() throws Exception;
}

package dev.simbroker.time;

/**
 * Thrown when the thread that drives a simulation was interrupted, which ended the run. Its interrupt status is set.
 */
public final class RunInterruptedException extends SimulationException {

    private static final long serialVersionUID = 1;

    /** Made by the library. */
    public RunInterruptedException(String message, String replay) {
        super(message, replay, null);
    }
}

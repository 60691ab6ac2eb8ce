package dev.simbroker.time;

import java.time.Instant;

/**
 * Thrown when the thread that drives a simulation was interrupted, which ended the run. Its interrupt status is set.
 */
public final class RunInterruptedException extends SimulationException {

    private static final long serialVersionUID = 1;

    public RunInterruptedException(Instant time, String report, String replay) {
        super("the thread that drives the simulation was interrupted at simulated time " + time + report, replay, null);
    }
}

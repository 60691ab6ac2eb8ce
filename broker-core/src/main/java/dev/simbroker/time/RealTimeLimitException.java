package dev.simbroker.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Thrown when a run took longer than the limit of real time that it was given: the one failure that depends on how fast
 * the machine is.
 */
public final class RealTimeLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    public RealTimeLimitException(Duration limit, Instant time, String state, String replay) {
        super(
                "the run has exceeded its limit of real time, " + limit + ", at simulated time " + time + state,
                replay,
                null);
    }
}

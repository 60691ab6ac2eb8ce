package dev.simbroker.time;

import java.time.Duration;

/** Thrown when a run would have gone on beyond the limit of simulated time that it was given. */
public final class TimeLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    public TimeLimitException(Duration limit, String state, String replay) {
        super("the simulated time would exceed its limit of " + limit + state, replay, null);
    }
}

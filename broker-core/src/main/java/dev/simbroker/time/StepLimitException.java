package dev.simbroker.time;

import java.time.Instant;

/**
 * Thrown when a run took more steps than it was allowed, turns of processes and timers, and operations on queues and
 * brokers: probably it never comes to rest.
 */
public final class StepLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    public StepLimitException(long limit, long atInstant, Instant time, String state, String replay) {
        super(
                "the run has not ended within its limit of " + limit + " steps, at " + time
                        + (atInstant * 2 > limit
                                ? ", where it took the last " + atInstant
                                        + " of them and time does not go on: a livelock"
                                : ": something goes on forever, though time does too")
                        + state,
                replay,
                null);
    }
}

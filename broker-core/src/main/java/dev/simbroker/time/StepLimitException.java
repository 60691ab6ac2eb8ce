package dev.simbroker.time;

import java.time.Instant;

/** A run took more steps, turns of processes and timers, than it was allowed: probably one that never comes to rest. */
public final class StepLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    StepLimitException(long limit, long atInstant, Instant time, String state, String replay) {
        super(
                "the run has not ended within its limit of " + limit + " steps, the last " + atInstant + " of them at "
                        + time + (atInstant * 2 > limit ? ", where time does not go on: a livelock" : "") + state,
                replay,
                null);
    }
}

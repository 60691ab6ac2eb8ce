package dev.simbroker.time;

/**
 * Thrown when a run took more steps at one instant than it was allowed: a livelock, since simulated time does not move
 * while somebody always has something to do.
 */
public final class StepLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    /** Made by the library. */
    public StepLimitException(String message, String replay) {
        super(message, replay, null);
    }
}

package dev.simbroker.time;

/**
 * Thrown when a run took longer than the limit of real time that it was given: the one failure that depends on how fast
 * the machine is.
 */
public final class RealTimeLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    /** Made by the library. */
    public RealTimeLimitException(String message, String replay) {
        super(message, replay, null);
    }
}

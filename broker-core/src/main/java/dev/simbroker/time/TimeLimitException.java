package dev.simbroker.time;

/** Thrown when a run would have gone on beyond the limit of simulated time that it was given. */
public final class TimeLimitException extends SimulationException {

    private static final long serialVersionUID = 1;

    /** Made by the library. */
    public TimeLimitException(String message, String replay) {
        super(message, replay, null);
    }
}

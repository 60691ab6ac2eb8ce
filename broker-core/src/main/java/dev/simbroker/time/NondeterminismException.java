package dev.simbroker.time;

/**
 * Thrown when two runs of one program with one seed did different things: something reaches it from outside the
 * simulation.
 */
public final class NondeterminismException extends SimulationException {

    private static final long serialVersionUID = 1;

    NondeterminismException(String difference, String replay) {
        super("two runs of the program with one seed differ " + difference, replay, null);
    }
}

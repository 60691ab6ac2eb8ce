package dev.simbroker.junit;

import java.util.Arrays;
import java.util.Optional;

/**
 * A note attached to a test's failure: the simulated time, and how to run the test again. It is attached as a
 * suppressed exception, so that the failure itself remains the one that the test has thrown.
 */
final class SimulationNote extends Exception {

    private static final long serialVersionUID = 1;

    private SimulationNote(String message) {
        super(message, null, false, false);
    }

    /** Attaches a note unless the failure has one. */
    static void attach(Throwable failure, String text) {
        if (on(failure).isEmpty()) {
            failure.addSuppressed(new SimulationNote(text));
        }
    }

    /** The note attached to {@code failure}. */
    static Optional<String> on(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(SimulationNote.class::isInstance)
                .map(note -> String.valueOf(note.getMessage()))
                .findFirst();
    }
}

package dev.simbroker.junit;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a test's failure is to be read with: the simulated time, and how to run it again. It is attached to the failure as suppressed, so that
 * the failure itself stays what the test has thrown.
 */
final class SimulationNote extends Exception {

    private static final long serialVersionUID = 1;

    private SimulationNote(String message) {
        super(message, null, false, false);
    }

    /** Attaches a note, unless the failure has one. */
    static void attach(Throwable failure, String text) {
        if (on(failure).isEmpty()) {
            failure.addSuppressed(new SimulationNote(text));
        }
    }

    /** The note that was attached. */
    static Optional<String> on(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(SimulationNote.class::isInstance)
                .map(note -> String.valueOf(note.getMessage()))
                .findFirst();
    }
}

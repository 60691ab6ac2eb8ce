package dev.simbroker.junit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A note attached to a test's failure: the simulated time, how to run the test again, and what became of the messages.
 * It is attached as a suppressed exception, so that the failure itself remains the one that the test has thrown.
 */
final class SimulationNote extends Exception {

    private static final long serialVersionUID = 1;

    private SimulationNote(String message) {
        super(message, null, false, false);
    }

    /** Attaches a note, with further lines about what may have to do with the failure, unless it has one. */
    static void attach(Throwable failure, String text, List<String> more) {
        if (on(failure).isEmpty()) {
            var lines = new StringJoiner(System.lineSeparator() + "  ").add(text);
            more.forEach(lines::add);
            failure.addSuppressed(new SimulationNote(lines.toString()));
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

package dev.simbroker.junit;

import dev.simbroker.time.ExternalBlockingException;
import dev.simbroker.time.NondeterminismException;
import dev.simbroker.time.RealTimeLimitException;
import java.util.Optional;

/** Checks whether a failed seed fails in the same way again, and describes the difference if it does not. */
final class Reproducibility {

    private Reproducibility() {}

    /**
     * Whether a second run can tell anything: it cannot if real time decides or if two runs have been compared already.
     */
    static boolean isWorthwhile(Throwable failure) {
        return !(failure instanceof RealTimeLimitException
                || failure instanceof ExternalBlockingException
                || failure instanceof NondeterminismException);
    }

    /** The difference between two runs of a seed; empty if the second has failed in the same way. */
    static Optional<String> of(Throwable failure, Sweep.Result again, boolean audited) {
        if (again.failure().filter(other -> isSame(failure, other)).isPresent()) {
            return Optional.empty();
        }
        String outcome = again.failure()
                .map(other -> "failed otherwise when it was run again, with " + other)
                .orElse(again.aborted() > 0 ? "was aborted when it was run again" : "passed when it was run again");
        return Optional.of("but " + outcome + ": the program is not deterministic; "
                + (audited ? "something outlives a run, a static field for example" : "audit = true shows where"));
    }

    /** Whether two runs have failed at the same simulated time, after the same choices and with the same message. */
    private static boolean isSame(Throwable one, Throwable other) {
        return one.getClass().equals(other.getClass())
                && SimulationNote.on(one)
                        .map(Reproducibility::repeatable)
                        .equals(SimulationNote.on(other).map(Reproducibility::repeatable))
                && repeatable(String.valueOf(one.getMessage())).equals(repeatable(String.valueOf(other.getMessage())));
    }

    /** The text without what differs from run to run and means nothing: identity hash codes, and real time spent. */
    private static String repeatable(String text) {
        return text.replaceAll("@[0-9a-f]+", "@").replaceAll("(?m)^.* of real time in .*\\R?", "");
    }
}

package dev.simbroker.time;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a program does not repeat the recorded run that it should repeat: it has changed, or is not
 * deterministic.
 */
public final class ReplayDivergedException extends SimulationException {

    private static final long serialVersionUID = 1;

    public ReplayDivergedException(String how, String replay, @Nullable Throwable cause) {
        super(
                "the program no longer follows the recorded run: " + how
                        + "; it has changed since, or is not deterministic",
                replay,
                cause);
    }
}

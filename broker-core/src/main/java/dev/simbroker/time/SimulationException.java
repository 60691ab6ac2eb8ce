package dev.simbroker.time;

import org.jspecify.annotations.Nullable;

/** A run that could not go on. Its message ends with how to repeat it. */
public abstract sealed class SimulationException extends RuntimeException
        permits ProcessFailedException, DeadlockException, RunInterruptedException {

    private static final long serialVersionUID = 1;

    SimulationException(String message, String replay, @Nullable Throwable cause) {
        super(message + System.lineSeparator() + "  replay with " + replay, cause);
    }
}

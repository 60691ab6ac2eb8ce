package dev.simbroker.time;

import org.jspecify.annotations.Nullable;

/** A run that could not go on. Its message ends with how to repeat it. */
public abstract sealed class SimulationException extends RuntimeException
        permits ProcessFailedException,
                DeadlockException,
                LeakedProcessesException,
                TimeLimitException,
                StepLimitException,
                RealTimeLimitException,
                ExternalBlockingException,
                NondeterminismException,
                ReplayDivergedException,
                RunInterruptedException {

    private static final long serialVersionUID = 1;

    private final String replay;

    SimulationException(String message, String replay, @Nullable Throwable cause) {
        super(
                message + System.lineSeparator() + "  replay with Simulation.builder().replay(\"" + replay + "\")",
                cause);
        this.replay = replay;
    }

    /** What {@link Simulation.Builder#replay} takes to repeat the run up to here. */
    public String replay() {
        return replay;
    }
}

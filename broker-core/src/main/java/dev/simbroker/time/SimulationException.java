package dev.simbroker.time;

import org.jspecify.annotations.Nullable;

/** The failure of a run. Its message ends with how to repeat the run. */
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

    /** The text with which {@link Simulation.Builder#replay} repeats the run up to here. */
    public String replay() {
        return replay;
    }
}

package dev.simbroker.time;

import java.time.Instant;

/** Thrown when a process or a timer's task threw, which ended the run. The cause is what it threw. */
public final class ProcessFailedException extends SimulationException {

    private static final long serialVersionUID = 1;

    private final String process;
    private final Instant time;

    /** Made by the library. */
    public ProcessFailedException(String message, String process, Instant time, String replay, Throwable cause) {
        super(message, replay, cause);
        this.process = process;
        this.time = time;
    }

    /** The name of the process that threw; {@code timer} if it was a timer's task. */
    public String process() {
        return process;
    }

    /** The simulated time at which it threw. */
    public Instant time() {
        return time;
    }
}

package dev.simbroker.time;

import java.util.Optional;

/**
 * Thrown when a process that has its turn waits for something outside the simulation: a lock of the JDK, a real sleep,
 * input. As only one process runs at a time, no other can end that wait.
 */
public final class ExternalBlockingException extends SimulationException {

    private static final long serialVersionUID = 1;

    private final String process;
    private final transient Optional<StackTraceElement> at;

    /** Made by the library. */
    public ExternalBlockingException(String message, String process, Optional<StackTraceElement> at, String replay) {
        super(message, replay, null);
        this.process = process;
        this.at = at;
    }

    /** The name of the process. */
    public String process() {
        return process;
    }

    /** The line of the user's code that waits, where it can be told; empty after deserialization. */
    public Optional<StackTraceElement> at() {
        return at == null ? Optional.empty() : at;
    }
}

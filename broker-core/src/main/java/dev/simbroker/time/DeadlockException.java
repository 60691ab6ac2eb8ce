package dev.simbroker.time;

import java.util.List;

/**
 * Thrown when the body of a run waits for something that can never come: nothing else can run, or only background
 * processes do.
 */
public final class DeadlockException extends SimulationException {

    private static final long serialVersionUID = 1;

    private final transient List<BlockedProcess> blocked;
    private final transient List<String> cycle;

    /** Made by the library. */
    public DeadlockException(String message, List<BlockedProcess> blocked, List<String> cycle, String replay) {
        super(message, replay, null);
        this.blocked = blocked;
        this.cycle = cycle;
    }

    /** Every process that waits, in the order in which they were spawned; empty after deserialization. */
    public List<BlockedProcess> blocked() {
        return blocked == null ? List.of() : blocked;
    }

    /**
     * The names of processes of which each waits for the next and the last for the first; empty if there are none such,
     * and after deserialization.
     */
    public List<String> cycle() {
        return cycle == null ? List.of() : cycle;
    }
}

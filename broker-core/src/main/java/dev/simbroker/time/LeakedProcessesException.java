package dev.simbroker.time;

import java.util.List;

/** Thrown when processes are still there although all should have ended. */
public final class LeakedProcessesException extends SimulationException {

    private static final long serialVersionUID = 1;

    private final transient List<BlockedProcess> leaked;

    /** Made by the library. */
    public LeakedProcessesException(String message, List<BlockedProcess> leaked, String replay) {
        super(message, replay, null);
        this.leaked = leaked;
    }

    /** The processes, in the order in which they were spawned; empty after deserialization. */
    public List<BlockedProcess> leaked() {
        return leaked == null ? List.of() : leaked;
    }
}

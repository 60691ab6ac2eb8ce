package dev.simbroker.time;

import java.time.Instant;
import java.util.List;

/** Processes were still there when all should have ended. */
public final class LeakedProcessesException extends SimulationException {

    private static final long serialVersionUID = 1;

    private final transient List<BlockedProcess> leaked;

    LeakedProcessesException(Instant time, Reports reports, List<BlockedProcess> leaked, String replay) {
        super(
                (leaked.size() == 1 ? "a process has" : leaked.size() + " processes have") + " not ended at " + time
                        + reports.list(leaked) + reports.cycle()
                        + Reports.line("end them, or start them with spawnBackground"),
                replay,
                null);
        this.leaked = leaked;
    }

    /** The processes, in the order in which they were spawned; empty after deserialization. */
    public List<BlockedProcess> leaked() {
        return leaked == null ? List.of() : leaked;
    }
}

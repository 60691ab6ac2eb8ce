package dev.simbroker.time;

import java.time.Instant;
import java.util.List;

/** The body of a run waits for something that can never come: nothing else can run, or nothing but background processes does. */
public final class DeadlockException extends SimulationException {

    private static final long serialVersionUID = 1;

    private final transient List<BlockedProcess> blocked;
    private final transient List<String> cycle;

    DeadlockException(String body, Instant time, boolean background, Reports reports, String replay) {
        super(describe(body, time, background, reports), replay, null);
        this.blocked = reports.blocked();
        this.cycle = reports.findCycle();
    }

    /** Every process that waits, in the order in which they were spawned; empty after deserialization. */
    public List<BlockedProcess> blocked() {
        return blocked == null ? List.of() : blocked;
    }

    /**
     * The names of processes of which each waits for the next and the last for the first; empty if there are none such, and after
     * deserialization.
     */
    public List<String> cycle() {
        return cycle == null ? List.of() : cycle;
    }

    private static String describe(String body, Instant time, boolean background, Reports reports) {
        var why = background ? " nothing but background processes has run for a day" : " nothing else can run";
        return "'" + body + "' waits for ever: at " + time + why + reports.list(reports.blocked()) + reports.cycle();
    }
}

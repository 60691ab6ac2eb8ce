package dev.simbroker.time;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The body of a run waits for something that can never come: nothing else can run, or nothing but background processes does. */
public final class DeadlockException extends SimulationException {

    private static final long serialVersionUID = 1;
    private static final int LISTED = 20;

    private final transient List<BlockedProcess> blocked;

    DeadlockException(String body, Instant time, boolean background, List<BlockedProcess> blocked, String replay) {
        super(describe(body, time, background, blocked), replay, null);
        this.blocked = blocked;
    }

    /** Every process that waits, in the order in which they were spawned; empty after deserialization. */
    public List<BlockedProcess> blocked() {
        return blocked == null ? List.of() : blocked;
    }

    private static String describe(String body, Instant time, boolean background, List<BlockedProcess> blocked) {
        var lines = blocked.stream()
                .limit(LISTED)
                .map(process -> System.lineSeparator() + "  " + process)
                .collect(Collectors.joining());
        var rest =
                blocked.size() > LISTED ? System.lineSeparator() + "  and " + (blocked.size() - LISTED) + " more" : "";
        var why = background ? " nothing but background processes has run for a day" : " nothing else can run";
        return "'" + body + "' waits for ever: at " + time + why + lines + rest;
    }
}

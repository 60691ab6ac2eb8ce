package dev.simbroker.time;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that is waiting, and for what.
 *
 * @param name the process's name
 * @param background whether it was started not to keep a run alive
 * @param waitingFor what it waits for, in words
 * @param heldBy the name of the process that could end the wait, such as the holder of a lock, where there is a single one
 * @param since the simulated time at which it began to wait
 * @param at the line of the user's code that waits, where it can be told
 */
public record BlockedProcess(
        String name,
        boolean background,
        String waitingFor,
        Optional<String> heldBy,
        Instant since,
        Optional<StackTraceElement> at) {

    @Override
    public String toString() {
        return "process '" + name + "' waits for " + waitingFor + " since " + since
                + at.map(frame -> " at " + frame).orElse("");
    }
}

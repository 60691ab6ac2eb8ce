package dev.simbroker.time;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A report on a process that waits: for what, since when and at which line. Immutable. */
public final class BlockedProcess {

    private final String name;
    private final boolean background;
    private final String waitingFor;
    private final Optional<String> heldBy;
    private final Instant since;
    private final Optional<StackTraceElement> at;

    /** Made by the library. */
    public BlockedProcess(
            String name,
            boolean background,
            String waitingFor,
            Optional<String> heldBy,
            Instant since,
            Optional<StackTraceElement> at) {
        this.name = name;
        this.background = background;
        this.waitingFor = waitingFor;
        this.heldBy = heldBy;
        this.since = since;
        this.at = at;
    }

    /** The process's name. */
    public String name() {
        return name;
    }

    /** Whether it was started not to keep a run alive. */
    public boolean background() {
        return background;
    }

    /** What it waits for, in words. */
    public String waitingFor() {
        return waitingFor;
    }

    /**
     * The name of the process that could end the wait, such as the holder of a lock; empty if there is no single one.
     */
    public Optional<String> heldBy() {
        return heldBy;
    }

    /** When it began to wait, by the scheduler's clock. */
    public Instant since() {
        return since;
    }

    /** The line of the user's code that waits; empty if it cannot be told. */
    public Optional<StackTraceElement> at() {
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockedProcess that
                && name.equals(that.name)
                && background == that.background
                && waitingFor.equals(that.waitingFor)
                && heldBy.equals(that.heldBy)
                && since.equals(that.since)
                && at.equals(that.at);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, background, waitingFor, heldBy, since, at);
    }

    @Override
    public String toString() {
        return "process '" + name + "' waits for " + waitingFor + " since " + since
                + at.map(frame -> " at " + frame).orElse("");
    }
}

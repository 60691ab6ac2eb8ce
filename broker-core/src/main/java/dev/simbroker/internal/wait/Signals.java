package dev.simbroker.internal.wait;

import dev.simbroker.queue.spi.SourceSpi.Signal;
import java.util.Arrays;

/** The selects that watch one source. Guarded by the source's guard. */
public final class Signals {

    private static final Signal[] NONE = {};

    /** Copied on each change: signals come with every message, registrations seldom. */
    private Signal[] registered = NONE;

    public void register(Signal signal) {
        registered = Arrays.copyOf(registered, registered.length + 1);
        registered[registered.length - 1] = signal;
    }

    public void unregister(Signal signal) {
        registered =
                Arrays.stream(registered).filter(other -> !other.equals(signal)).toArray(Signal[]::new);
    }

    /** Whether no select watches. */
    public boolean isEmpty() {
        return registered.length == 0;
    }

    /** Tells every select that there may be something to take, or that the source is closed. */
    public void signal() {
        for (Signal signal : registered) {
            signal.ready();
        }
    }
}

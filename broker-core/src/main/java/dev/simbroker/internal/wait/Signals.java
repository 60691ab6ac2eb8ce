package dev.simbroker.internal.wait;

import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.queue.spi.SourceSpi.Signal;
import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selects that watch one source. Guarded by the source's guard.
 *
 * <p>A signal may be anybody's. One that fails is logged, and harms neither its source, which has made its change
 * before it tells of it, nor the signals after it.
 */
public final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSpi.class);

    private static final Signal[] NONE = {};

    /** Copied on each change: signals come with every message, registrations seldom. */
    private Signal[] registered = NONE;

    public void register(Signal signal) {
        Objects.requireNonNull(signal, "signal");
        registered = Arrays.copyOf(registered, registered.length + 1);
        registered[registered.length - 1] = signal;
    }

    @SuppressWarnings("ReferenceEquality") // the same one: its own idea of equality is foreign code too
    public void unregister(Signal signal) {
        registered = Arrays.stream(registered).filter(other -> other != signal).toArray(Signal[]::new);
    }

    /** Whether no select watches. */
    public boolean isEmpty() {
        return registered.length == 0;
    }

    /** Tells every select that there may be something to take, or that the source is closed. */
    public void signal() {
        for (Signal signal : registered) {
            try {
                signal.ready();
            } catch (Throwable e) {
                failed(signal, e);
            }
        }
    }

    /** Names the class, since a text of the signal's own making may fail as well. */
    private static void failed(Signal signal, Throwable failure) {
        try {
            LOG.error(
                    "a signal of {} failed; its source goes on",
                    signal.getClass().getName(),
                    failure);
        } catch (Throwable e) {
            // there is no stack or memory left to say so
        }
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.queue.spi.SourceSpi;
import java.util.Arrays;

/** Ready messages, the processes that wait for one, and the selects that watch: a member's own, or a group's shared one. */
public final class Inbox<T> {

    private static final SourceSpi.Signal[] NO_SIGNALS = {};

    final ReadyQueue<T> queue = new ReadyQueue<>(true);
    public final WaitQueue<LocalDelivery<T>> line;
    private SourceSpi.Signal[] signals = NO_SIGNALS;

    Inbox(WaitQueue<LocalDelivery<T>> line) {
        this.line = line;
    }

    void register(SourceSpi.Signal signal) {
        signals = Arrays.copyOf(signals, signals.length + 1);
        signals[signals.length - 1] = signal;
    }

    void unregister(SourceSpi.Signal signal) {
        signals = Arrays.stream(signals).filter(other -> !other.equals(signal)).toArray(SourceSpi.Signal[]::new);
    }

    boolean hasSignals() {
        return signals.length > 0;
    }

    void signal() {
        for (SourceSpi.Signal signal : signals) {
            signal.ready();
        }
    }
}

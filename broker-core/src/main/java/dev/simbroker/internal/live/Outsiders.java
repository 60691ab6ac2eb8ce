package dev.simbroker.internal.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads that wait in a broker of a live scheduler and are none of its processes. Their waits end with the
 * scheduler, since nobody is left who brings what they wait for. Thread-safe.
 */
final class Outsiders {

    private final Set<LiveWaiter> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void begin(LiveWaiter waiter) {
        waiting.add(waiter);
    }

    void end(LiveWaiter waiter) {
        waiting.remove(waiter);
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends the waits of all of them, and later ones at once. */
    void close() {
        closed = true;
        waiting.forEach(LiveWaiter::unpark);
    }
}

package dev.simbroker.internal.kernel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * An agenda by order of arrival: ready processes in the order in which they became so. When there are none, one timer
 * fires, by time and order of creation, and what that made ready comes before the next timer, even one of the same
 * instant.
 */
final class FifoAgenda extends Agenda {

    private final ArrayDeque<SimulatedProcess> ready = new ArrayDeque<>();

    @Override
    void addReady(SimulatedProcess process) {
        ready.add(process);
    }

    @Override
    @Nullable SimulatedProcess pollReady() {
        return ready.poll();
    }

    @Override
    boolean hasReady() {
        return !ready.isEmpty();
    }

    @Override
    boolean isInstantOver(long now) {
        return ready.isEmpty() && (timers.isEmpty() || timers.earliest() > now);
    }

    @Override
    void clear() {
        super.clear();
        ready.clear();
    }
}

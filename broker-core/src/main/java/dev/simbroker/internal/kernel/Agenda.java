package dev.simbroker.internal.kernel;

import org.jspecify.annotations.Nullable;

/** The processes that are ready, the timers of this instant, and what is due later. */
abstract class Agenda {

    final TimerQueue timers = new TimerQueue();

    abstract void addReady(SimulatedProcess process);

    /** Adds a timer that is due at {@code time}, which is {@code now} or later. */
    void addTimer(TimerEntry entry, long time, long now) {
        timers.add(entry, time);
    }

    /** Takes out a timer, which must be here. */
    void removeTimer(TimerEntry entry) {
        timers.remove(entry);
    }

    /** The process whose turn it is; null if none is ready, or it is a timer's turn. */
    abstract @Nullable SimulatedProcess pollReady();

    /** Whether anything could go before the next timer, or instead of it. */
    abstract boolean hasReady();

    /** Whether nothing is ready and no timer is due at the instant {@code now}. */
    abstract boolean isInstantOver(long now);

    boolean hasTimers() {
        return !timers.isEmpty();
    }

    /** The time of the earliest timer after an instant that is over; there must be one. */
    long earliest() {
        return timers.earliest();
    }

    /** The timer that fires next, of this instant or else the earliest; there must be one. */
    TimerEntry pollTimer() {
        return timers.poll();
    }

    void clear() {
        timers.clear();
    }
}

package dev.simbroker.internal.schedule;

import dev.simbroker.time.Schedule;

/**
 * The algorithm behind a {@link Schedule}; its {@code toString} is the schedule's part of a replay. Immutable, except
 * for {@link PathStrategy}.
 */
public sealed interface Strategy permits FifoStrategy, RandomStrategy, PctStrategy, PathStrategy {

    /** The chooser that decides in one run. */
    Chooser chooser(long seed);

    /** Whether operations on queues and brokers are points at which another process may go first. */
    default boolean preempts() {
        return true;
    }
}

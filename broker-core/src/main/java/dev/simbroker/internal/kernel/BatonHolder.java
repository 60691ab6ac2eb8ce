package dev.simbroker.internal.kernel;

import org.jspecify.annotations.Nullable;

/** A thread that can hold the {@link Baton}: that of a process, or the one that drives. */
interface BatonHolder {

    Thread thread();

    /** The process; null if this is the thread that drives. */
    @Nullable SimulatedProcess process();

    /** Makes it go on, since it holds the baton. Called only by the thread that has passed it the baton. */
    void resume();

    default boolean isCaller() {
        return thread() == Thread.currentThread();
    }
}

package dev.simbroker.time.spi;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import org.jspecify.annotations.Nullable;

/** What a process waits for, worded for a report: {@code an element of mailbox 'inventory'}. */
@FunctionalInterface
public interface WaitReason {

    /** The words; asked for only when a report is made. */
    String describe();

    /**
     * When the wait began, in {@link Scheduler#nanoTime} terms, where that was before {@link Waiter#await} was called:
     * a wait may consist of several. Negative if it was not.
     */
    default long since() {
        return -1;
    }

    /**
     * Whether nobody can be left who ends the wait once the scheduler is closed, so that a thread which is none of its
     * processes is refused to wait then. Otherwise threads that are no processes may go on waiting for each other.
     */
    default boolean endsWithScheduler() {
        return false;
    }

    /**
     * The process that alone could end the wait, such as the one that holds the lock; null if there is no such single
     * one. It tells which process waits for whom; in a report only the words of {@link #describe} are shown.
     */
    default @Nullable SimProcess holder() {
        return null;
    }
}

package dev.simbroker.time;

/** What a process waits for, worded for a report: {@code an element of mailbox 'inventory'}. */
@FunctionalInterface
public interface WaitReason {

    /** The words; asked for only when a report is made. */
    String describe();

    /**
     * When the wait began, in {@link Scheduler#nanoTime} terms, where that was before {@link Waiter#await} was called: a wait may consist
     * of several. Negative if it was not.
     */
    default long since() {
        return -1;
    }
}

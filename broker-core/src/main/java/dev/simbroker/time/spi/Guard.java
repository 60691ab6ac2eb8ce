package dev.simbroker.time.spi;

/**
 * Mutual exclusion for short sections that never wait.
 *
 * <p>The holder of a guard may enter it again, and may enter the guard of something on a lower floor: a broker's comes
 * before a mailbox's, and both come before a select's. Nobody enters them the other way round, so that threads cannot
 * lock each other out; code of the user's that may do anything is called inside no guard except the broker's.
 *
 * <p>In a simulation only one process runs at a time, so its guard excludes nobody and instead refuses callers that
 * have no business there: {@link #enter} throws an {@link IllegalStateException} on a thread that is not the running
 * process.
 */
public interface Guard {

    /** Enters the section. */
    void enter();

    /** Leaves it. */
    void exit();

    /**
     * Wakes {@code waiter}. Called inside the section; where processes run in parallel, the wake comes when the caller
     * has left it, since the other would run into the closed door otherwise. In a simulation it comes at once, and so
     * in the order of the calls.
     */
    default void wake(Waiter waiter) {
        waiter.wake();
    }

    /** Whether the caller is inside, and so must not wait: it would lock out everybody else. */
    boolean isHeldByCaller();
}

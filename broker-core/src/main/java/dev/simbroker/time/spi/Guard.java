package dev.simbroker.time.spi;

/**
 * Mutual exclusion for short sections that never wait.
 *
 * <p>The holder of a guard may enter it again, and may enter the guard of something on a lower floor: a broker's comes before a
 * mailbox's, and both come before a select's. Nobody enters them the other way round, so that threads cannot lock each other out;
 * code of the user's that may do anything is called inside no guard but the broker's.
 *
 * <p>In a simulation only one process runs at a time, so its guard excludes nobody and instead refuses callers that have no
 * business there: {@link #enter} throws an {@link IllegalStateException} on a thread that is not the running process.
 */
public interface Guard {

    /** Enters the section. */
    void enter();

    /**
     * A point at which another process may go first, for what reads guarded state without entering the section. Does nothing where processes
     * run in parallel, and others can go first at any point. May be called from any thread.
     */
    default void pass() {}

    /**
     * Whether an operation may do without the section, because those inside allow for it at any time. Where processes run in parallel, it always
     * may. In a simulation, as long as operations need not be noted: refuses callers as {@link #enter} does.
     */
    default boolean mayStayOutside() {
        return true;
    }

    /**
     * Wakes {@code waiter}. Called inside the section; where processes run in parallel, the wake comes when the caller has left it, since the
     * other would run into the closed door otherwise. In a simulation it comes at once, and so in the order of the calls.
     */
    default void wake(Waiter waiter) {
        waiter.wake();
    }

    /** Leaves it. */
    void exit();

    /** Whether processes run in parallel, so that whoever can do without entering does not hold up others. */
    default boolean isParallel() {
        return false;
    }

    /**
     * Spends about so many microseconds where processes run in parallel, outside the section: for who reads guarded state without entering, and
     * finds that it has caught up with those who write it. Right behind them it would take turns with them at the same memory, and both
     * would be slower.
     */
    default void giveWay(int microseconds) {}

    /** Whether the caller is inside, and so must not wait: it would lock out everybody else. */
    boolean isHeldByCaller();
}

package dev.simbroker.time;

/**
 * Mutual exclusion for short sections that never wait.
 *
 * <p>In a simulation only one process runs at a time, so its guard excludes nobody and instead refuses callers that have no
 * business there: {@link #enter} throws an {@link IllegalStateException} on a thread that is not the running process.
 */
public interface Guard {

    /** Enters the section. */
    void enter();

    /** Leaves it. */
    void exit();
}

package dev.simbroker.time;

/** A task that a {@link Scheduler} will run once at its time, unless cancelled before. */
public interface Timer {

    /**
     * Prevents the task from running.
     *
     * @return whether this call did so: {@code false} if the task has run or was cancelled before
     */
    boolean cancel();
}

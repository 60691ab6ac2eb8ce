package dev.simbroker.internal.schedule;

/** Those of whom one goes next, those that are ready before the timers that are due, each in the order in which it came. */
public interface Candidates {

    int count();

    /** What tells a candidate from all others of the run, however often it comes. */
    long id(int position);

    /** Whether the first is a process that is running and could simply go on. */
    boolean isFirstRunning();
}

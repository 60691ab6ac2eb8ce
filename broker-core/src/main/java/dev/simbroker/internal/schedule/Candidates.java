package dev.simbroker.internal.schedule;

/**
 * The processes and timers of which one goes next: the ready processes before the due timers, each in order of arrival.
 */
public interface Candidates {

    int count();

    /** The number that tells a candidate from all others of the run, however often it comes. */
    long id(int position);

    /** Whether the first is a process that is running and could simply go on. */
    boolean isFirstRunning();
}

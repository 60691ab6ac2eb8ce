package dev.simbroker.internal.kernel;

/** An entry of a {@link TimerQueue}, which owns the fields below: something that is due at a time. */
abstract class TimerEntry {

    static final int NOT_QUEUED = -1;
    /** The slot of an entry that was taken out of the heap because it may be chosen to fire now. */
    static final int DUE = -2;

    /** The place in which the queue keeps it. */
    int slot = NOT_QUEUED;

    /** Number of the entry in order of creation; decides between entries of the same time. */
    long sequence;

    /** Whether this entry does not keep a run alive. */
    abstract boolean isBackground();

    final boolean isQueued() {
        return slot != NOT_QUEUED;
    }

    /** The number that tells it from every process and every other timer of the run. */
    abstract long id();

    /** Does what is due. */
    abstract void fire();
}

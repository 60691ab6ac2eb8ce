package dev.simbroker.junit;

/** Which of the processes that could run at the same instant comes first, and in how many ways that is tried. */
public enum SchedulePolicy {
    /** {@link #FIFO} for one seed, {@link #RANDOM} for several. */
    AUTO,
    /** First come, first served: the order is the same for every seed, only the random numbers differ. */
    FIFO,
    /** A seeded random order at every step. */
    RANDOM,
    /**
     * Seeded random priorities that change at a few random steps: finds a bug that needs few changes between processes with a known
     * probability. From Burckhardt and others, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs".
     */
    PCT,
    /** Every order, one after the other, within the bounds that are set. */
    EXHAUSTIVE
}

package dev.simbroker.junit;

/** The order in which processes run that could run at the same instant, and how many orders are tried. */
public enum SchedulePolicy {
    /** {@link #FIFO} for one seed, {@link #RANDOM} for several. */
    AUTO,
    /** First come, first served: the order is the same for every seed, only the random numbers differ. */
    FIFO,
    /** A seeded random order at every step. */
    RANDOM,
    /**
     * Seeded random priorities that change at a few random steps: finds a bug that depends on few changes between
     * processes with a known probability. From Burckhardt and others, "A Randomized Scheduler with Probabilistic
     * Guarantees of Finding Bugs".
     */
    PCT,
    /** Every order, one after another, within the given bounds. */
    EXHAUSTIVE
}

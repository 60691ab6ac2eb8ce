package dev.simbroker.conformance;

/** An optional feature of an engine. The tests of a feature that an engine does not declare are skipped. */
public enum Feature {
    OVERFLOW_BLOCK,
    OVERFLOW_DROP,
    OVERFLOW_REJECT,
    OVERFLOW_DEAD_LETTER,
    MAX_IN_FLIGHT,
    BACKOFF,
    DEAD_LETTERS,
    EXACTLY_ONCE,
    TRANSACTIONS,
    ROUND_ROBIN,
    LEAST_LOADED,
    WEIGHTED,
    BY_KEY,
    PATTERNS,
    FILTERS,
    DELAY,
    TTL,
    PRIORITY,
    REPLAY,
    HANDLERS,
    /**
     * Time stands still while anything can happen, and processes take turns in a fixed order: so two things can be made
     * to fall on the very same instant. No clock that goes by itself has this.
     */
    EXACT_TIMES,
    /** Processes take turns, as in a simulation: what fails in one ends the run. */
    TURNS,
    /**
     * Nobody goes on between two steps of another without reason, and what is due at the same instant comes in the
     * order in which it was asked for. Schedules that look for other orders do not have this.
     */
    FIRST_COME
}

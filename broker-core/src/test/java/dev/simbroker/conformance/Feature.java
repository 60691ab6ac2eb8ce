package dev.simbroker.conformance;

/** What an engine may do without. The tests of a feature that an engine does not declare are skipped. */
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
     * Time stands still while anything can happen, and processes take turns in a fixed order: so two things can be made to fall on the very same
     * instant. No clock that goes by itself has this.
     */
    EXACT_TIMES
}

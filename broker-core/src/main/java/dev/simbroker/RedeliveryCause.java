package dev.simbroker;

/** Why an attempt ended without settling its message. */
public enum RedeliveryCause {
    /** The consumer gave it back. */
    NACKED,
    /** Its lease ran out. */
    LAPSED,
    /** The subscriber was closed. */
    CLOSED,
    /** The subscriber crashed. */
    CRASHED
}

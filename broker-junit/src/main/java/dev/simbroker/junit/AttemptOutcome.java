package dev.simbroker.junit;

import dev.simbroker.RedeliveryCause;

/** The end of an attempt to deliver a message. */
public enum AttemptOutcome {
    /** It was acknowledged, which settled the message. */
    ACKED,
    /** It was received, which settled the message: its subscription delivers at most once. */
    TAKEN,
    /** The consumer gave it back. */
    NACKED,
    /** The consumer rejected it. */
    REJECTED,
    /** Its lease ran out. */
    LEASE_EXPIRED,
    /** The subscriber was closed. */
    CLOSED,
    /** The subscriber crashed. */
    CRASHED;

    static AttemptOutcome of(RedeliveryCause cause) {
        return switch (cause) {
            case NACKED -> NACKED;
            case LEASE_EXPIRED -> LEASE_EXPIRED;
            case CLOSED -> CLOSED;
            case CRASHED -> CRASHED;
        };
    }
}

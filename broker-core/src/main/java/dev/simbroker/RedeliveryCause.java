package dev.simbroker;

/** Why a message is delivered again: how an attempt ended without settling it. */
public enum RedeliveryCause {
    /** The consumer gave it back. */
    NACKED,
    /** Its lease ran out before it was acknowledged: the visibility timeout of SQS, the ack wait of JetStream. */
    LEASE_EXPIRED,
    /** The subscriber was closed. */
    CLOSED,
    /** The subscriber crashed. */
    CRASHED
}

package dev.simbroker.junit;

import dev.simbroker.RemovalReason;
import java.time.Instant;

/** The way in which a message left a subscription for good. */
public sealed interface MessageOutcome {

    /** When it left. */
    Instant at();

    /** Its position among all outcomes of its journal, from 1; orders outcomes at the same instant. */
    long position();

    /**
     * The message was acknowledged, or received by a subscription that delivers at most once.
     *
     * @param at when it left
     * @param position its position among all outcomes
     */
    record Settled(Instant at, long position) implements MessageOutcome {
        @Override
        public String toString() {
            return "settled at " + at;
        }
    }

    /**
     * The message went to the dead-letter topic.
     *
     * @param at when it left
     * @param position its position among all outcomes
     * @param reason the reason
     */
    record DeadLettered(Instant at, long position, RemovalReason reason) implements MessageOutcome {
        @Override
        public String toString() {
            return "dead-lettered at " + at + ": " + reason;
        }
    }

    /**
     * The message was dropped.
     *
     * @param at when it left
     * @param position its position among all outcomes
     * @param reason the reason
     */
    record Dropped(Instant at, long position, RemovalReason reason) implements MessageOutcome {
        @Override
        public String toString() {
            return "dropped at " + at + ": " + reason;
        }
    }
}

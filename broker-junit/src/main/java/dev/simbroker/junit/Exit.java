package dev.simbroker.junit;

import dev.simbroker.RemovalReason;
import java.time.Instant;

/** The way in which a message left a subscription for good. */
public sealed interface Exit {

    /** When it left. */
    Instant at();

    /** Its position among all exits of its journal, from 1; orders exits at the same instant. */
    long place();

    /**
     * The message was acknowledged, or received by a subscription that delivers at most once.
     *
     * @param at when it left
     * @param place its position among all exits
     */
    record Settled(Instant at, long place) implements Exit {
        @Override
        public String toString() {
            return "settled at " + at;
        }
    }

    /**
     * The message went to the dead-letter topic.
     *
     * @param at when it left
     * @param place its position among all exits
     * @param reason the reason
     */
    record DeadLettered(Instant at, long place, RemovalReason reason) implements Exit {
        @Override
        public String toString() {
            return "dead-lettered at " + at + ": " + reason;
        }
    }

    /**
     * The message was dropped.
     *
     * @param at when it left
     * @param place its position among all exits
     * @param reason the reason
     */
    record Dropped(Instant at, long place, RemovalReason reason) implements Exit {
        @Override
        public String toString() {
            return "dropped at " + at + ": " + reason;
        }
    }
}

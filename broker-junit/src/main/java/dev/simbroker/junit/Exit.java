package dev.simbroker.junit;

import dev.simbroker.RemovalReason;
import java.time.Instant;

/** How a message left a subscription for good. */
public sealed interface Exit {

    /** When it left. */
    Instant at();

    /** Its place among all exits of its journal, from 1, which tells apart what happened at the same instant. */
    long place();

    /**
     * It was acknowledged, or received at most once.
     *
     * @param at when
     * @param place its place among all exits
     */
    record Settled(Instant at, long place) implements Exit {
        @Override
        public String toString() {
            return "settled at " + at;
        }
    }

    /**
     * It went to the dead-letter topic.
     *
     * @param at when
     * @param place its place among all exits
     * @param reason why
     */
    record DeadLettered(Instant at, long place, RemovalReason reason) implements Exit {
        @Override
        public String toString() {
            return "dead-lettered at " + at + ": " + reason;
        }
    }

    /**
     * It was dropped.
     *
     * @param at when
     * @param place its place among all exits
     * @param reason why
     */
    record Dropped(Instant at, long place, RemovalReason reason) implements Exit {
        @Override
        public String toString() {
            return "dropped at " + at + ": " + reason;
        }
    }
}

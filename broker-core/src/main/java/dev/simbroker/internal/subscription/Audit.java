package dev.simbroker.internal.subscription;

import dev.simbroker.internal.subscription.Entry.State;
import java.util.HashMap;
import java.util.Map;

/** Keeps its own books of every message of a channel, and compares them with the channel's after each event. */
public final class Audit {

    /** By the id of the message. */
    private final Map<Long, State> states = new HashMap<>();

    private final int[] present = new int[State.values().length];
    private long left;

    void moved(long id, State from, State to) {
        State known = states.getOrDefault(id, State.NEW);
        if (known != from || known == State.GONE) {
            throw new IllegalStateException(
                    "message " + id + " moves from " + from + " to " + to + ", but is known as " + known);
        }
        present[from.ordinal()] -= from == State.NEW ? 0 : 1;
        if (to == State.GONE) {
            states.remove(id);
            left++;
        } else {
            states.put(id, to);
            present[to.ordinal()]++;
        }
    }

    /** Notes that a message was taken from the topic's log. */
    void taken(long id) {
        moved(id, State.READY, State.IN_FLIGHT);
        moved(id, State.IN_FLIGHT, State.GONE);
    }

    /** @throws IllegalStateException if the figures do not add up */
    void check(SubscriptionCounters figures, int queued) {
        long gone = figures.settled() + figures.deadLettered() + figures.dropped();
        check(gone == left, figures, "settled, dead-lettered and dropped should add up to " + left);
        check(figures.ready() == present(State.READY), figures, "ready should be " + present(State.READY));
        check(figures.delayed() == present(State.DELAYED), figures, "delayed should be " + present(State.DELAYED));
        check(
                figures.inFlight() == present(State.IN_FLIGHT),
                figures,
                "in flight should be " + present(State.IN_FLIGHT));
        check(figures.ready() == queued, figures, queued + " are queued");
        check(
                figures.accepted() == gone + figures.ready() + figures.delayed() + figures.inFlight(),
                figures,
                "accepted should be the sum of the others");
    }

    private int present(State state) {
        return present[state.ordinal()];
    }

    private static void check(boolean holds, SubscriptionCounters figures, String rule) {
        if (!holds) {
            throw new IllegalStateException("the conservation law is broken: " + figures + "; " + rule);
        }
    }
}

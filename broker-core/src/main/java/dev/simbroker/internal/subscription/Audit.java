package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.MessageState;
import java.util.HashMap;
import java.util.Map;

/** A second book of every message of a subscription, compared with the counters after each event. */
final class Audit {

    /** By the id of the message. */
    private final Map<Long, MessageState> states = new HashMap<>();

    private final int[] present = new int[MessageState.values().length];
    private long gone;

    void moved(long id, MessageState from, MessageState to) {
        MessageState known = states.getOrDefault(id, MessageState.NEW);
        if (known != from || known == MessageState.GONE) {
            throw new IllegalStateException(
                    "message " + id + " moves from " + from + " to " + to + ", but is known as " + known);
        }
        present[from.ordinal()] -= from == MessageState.NEW ? 0 : 1;
        if (to == MessageState.GONE) {
            states.remove(id);
            gone++;
        } else {
            states.put(id, to);
            present[to.ordinal()]++;
        }
    }

    /**
     * Compares the counters with this book.
     *
     * @param queued the number of messages that lie in the backlog
     * @throws IllegalStateException if they do not add up
     */
    void check(SubscriptionCounters counters, int queued) {
        long left = counters.gone();
        int ready = present(MessageState.READY) + present(MessageState.READY_IN_LOG);
        int delayed = present(MessageState.DELAYED);
        int inFlight = present(MessageState.IN_FLIGHT);
        check(left == gone, counters, "settled, dead-lettered and dropped should add up to " + gone);
        check(counters.ready() == ready, counters, "ready should be " + ready);
        check(counters.delayed() == delayed, counters, "delayed should be " + delayed);
        check(counters.onLease() == inFlight, counters, "in flight should be " + inFlight);
        check(counters.ready() == queued, counters, queued + " are queued");
        check(
                counters.accepted() == left + counters.ready() + counters.delayed() + counters.onLease(),
                counters,
                "accepted should be the sum of the others");
    }

    private int present(MessageState state) {
        return present[state.ordinal()];
    }

    private static void check(boolean holds, SubscriptionCounters counters, String rule) {
        if (!holds) {
            throw new IllegalStateException("the conservation law is broken: " + counters + "; " + rule);
        }
    }
}

package dev.simbroker;

import java.util.ArrayList;
import java.util.List;

/**
 * The attempts at a message that have come back.
 *
 * @param attempts how many
 * @param history the last {@value DeadLetter#LONGEST_HISTORY} of them, in order
 */
record Past(int attempts, List<Attempt> history) {

    static final Past NONE = new Past(0, List.of());

    Past and(Attempt attempt) {
        var longer = new ArrayList<>(history);
        if (longer.size() == DeadLetter.LONGEST_HISTORY) {
            longer.removeFirst();
        }
        longer.add(attempt);
        return new Past(attempts + 1, List.copyOf(longer));
    }
}

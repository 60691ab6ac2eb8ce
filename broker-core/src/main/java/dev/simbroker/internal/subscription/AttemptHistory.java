package dev.simbroker.internal.subscription;

import dev.simbroker.Attempt;
import dev.simbroker.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/**
 * The past attempts at a message, all of which have come back.
 *
 * @param attempts their number
 * @param history the last {@value DeadLetter#LONGEST_HISTORY} of them, in order
 */
record AttemptHistory(int attempts, List<Attempt> history) {

    static final AttemptHistory NONE = new AttemptHistory(0, List.of());

    AttemptHistory and(Attempt attempt) {
        var longer = new ArrayList<>(history);
        if (longer.size() == DeadLetter.LONGEST_HISTORY) {
            longer.removeFirst();
        }
        longer.add(attempt);
        return new AttemptHistory(attempts + 1, List.copyOf(longer));
    }
}

package dev.simbroker.internal.kernel;

import dev.simbroker.time.ExternalBlocking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The real time that the processes of a simulation have spent blocked outside it, by process and line, as far as
 * samples show it. Only the thread that drives adds to it; it may be read by any.
 */
final class RealTimeSpent {

    /** What is worth a warning: less may be a lock that somebody held for a moment. */
    private static final Duration NOTABLE = Duration.ofMillis(100);

    private static final int LISTED = 20;

    private volatile List<ExternalBlocking> spent = List.of();
    /** Which of them were warned of, without the time. */
    private final Set<ExternalBlocking> told = new HashSet<>();

    void add(String process, ExternalWait wait, Duration time) {
        ExternalBlocking place = place(process, wait);
        var sums = new ArrayList<>(spent);
        for (int index = 0; index < sums.size(); index++) {
            if (withoutTime(sums.get(index)).equals(place)) {
                sums.set(index, with(place, sums.get(index).spent().plus(time)));
                spent = List.copyOf(sums);
                return;
            }
        }
        if (sums.size() < LISTED) {
            sums.add(with(place, time));
            spent = List.copyOf(sums);
        }
    }

    /** Forgets one of which a failure tells in full. */
    void forget(String process, ExternalWait wait) {
        ExternalBlocking place = place(process, wait);
        spent = spent.stream().filter(sum -> !withoutTime(sum).equals(place)).toList();
    }

    private static ExternalBlocking place(String process, ExternalWait wait) {
        return new ExternalBlocking(process, wait.call(), wait.at(), Duration.ZERO);
    }

    private static ExternalBlocking withoutTime(ExternalBlocking sum) {
        return with(sum, Duration.ZERO);
    }

    private static ExternalBlocking with(ExternalBlocking place, Duration spent) {
        return new ExternalBlocking(place.process(), place.call(), place.at(), spent);
    }

    /** Those worth a warning, in the order in which they were first seen. */
    List<ExternalBlocking> notable() {
        return spent.stream().filter(sum -> sum.spent().compareTo(NOTABLE) >= 0).toList();
    }

    /** Those of them that were not answered here before. Called by the thread that drives. */
    List<ExternalBlocking> news() {
        return notable().stream().filter(sum -> told.add(withoutTime(sum))).toList();
    }
}

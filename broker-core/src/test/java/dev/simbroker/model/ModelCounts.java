package dev.simbroker.model;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The figures of a subscription at one moment; what is zero is not in the maps. */
record ModelCounts(
        long accepted,
        long settled,
        Map<RemovalReason, Integer> deadLettered,
        Map<RemovalReason, Integer> dropped,
        long ready,
        long delayed,
        long inFlight,
        long delivered,
        long received,
        Map<RedeliveryCause, Integer> redelivered) {

    static ModelCounts of(SubscriptionStatistics statistics) {
        return new ModelCounts(
                statistics.accepted(),
                statistics.settled(),
                counts(RemovalReason.values(), statistics::deadLettered),
                counts(RemovalReason.values(), statistics::dropped),
                statistics.ready(),
                statistics.delayed(),
                statistics.inFlight(),
                statistics.delivered(),
                statistics.received(),
                counts(RedeliveryCause.values(), statistics::redelivered));
    }

    private static <E> Map<E, Integer> counts(E[] all, ToLongFunction<E> count) {
        return Arrays.stream(all)
                .filter(each -> count.applyAsLong(each) != 0)
                .collect(Collectors.toMap(Function.identity(), each -> (int) count.applyAsLong(each)));
    }

    /** Whether every message that came in is somewhere, and nowhere twice. */
    boolean conserve() {
        return accepted == settled + sum(deadLettered) + sum(dropped) + ready + delayed + inFlight;
    }

    private static int sum(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}

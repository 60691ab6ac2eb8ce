package dev.simbroker.junit;

import dev.simbroker.time.ExternalBlocking;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The real time that the runs of one test have spent blocked outside their simulations, summed up by process and line.
 * Thread-safe.
 */
final class RealTime {

    private final Map<String, ExternalBlocking> sums = new ConcurrentSkipListMap<>();

    void add(Simulation simulation) {
        simulation
                .externalBlocking()
                .forEach(blocking -> sums.merge(
                        with(blocking, Duration.ZERO).toString(),
                        blocking,
                        (sum, more) -> with(sum, sum.spent().plus(more.spent()))));
    }

    private static ExternalBlocking with(ExternalBlocking blocking, Duration spent) {
        return new ExternalBlocking(blocking.process(), blocking.call(), blocking.at(), spent);
    }

    /** A line for each, in the order of the text. */
    List<String> lines() {
        return sums.values().stream().map(ExternalBlocking::toString).toList();
    }
}

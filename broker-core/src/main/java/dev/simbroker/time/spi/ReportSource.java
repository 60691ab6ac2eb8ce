package dev.simbroker.time.spi;

import java.util.List;

/**
 * Somebody who has something to say about a failure that may have to do with him: a broker tells what became of its
 * messages. Added to a scheduler by {@link SchedulerSpi#addReportSource}, and asked only when something has failed.
 */
@FunctionalInterface
public interface ReportSource {

    /**
     * The lines, without an indentation; none if there is nothing to say. Must be quick and must not wait; in a
     * simulation it is asked by the thread whose turn it is, on the live clock by any. What it throws becomes a line of
     * the report.
     */
    List<String> report();
}

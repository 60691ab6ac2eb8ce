package dev.simbroker.junit;

import dev.simbroker.time.Scheduler;
import java.util.List;
import java.util.stream.Collectors;

/** The lines that brokers, journals and others add to the report of a failure. */
final class ReportLines {

    private ReportLines() {}

    /** The end of the message of an assertion that has failed now. */
    static String of(Scheduler scheduler) {
        return scheduler.spi().report().stream()
                .map(line -> System.lineSeparator() + "  " + line)
                .collect(Collectors.joining());
    }

    /** What there is to say now, apart from what the failure says itself. */
    static List<String> missingIn(Throwable failure, Scheduler scheduler) {
        String said = String.valueOf(failure.getMessage());
        return scheduler.spi().report().stream()
                .filter(line -> !said.contains(line))
                .toList();
    }
}

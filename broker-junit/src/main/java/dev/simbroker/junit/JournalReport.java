package dev.simbroker.junit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a journal adds to the report of a failure: the histories of a few messages, those that have not been settled
 * before others, and the latest before earlier ones.
 *
 * @param broker the name of the broker
 * @param histories the histories of all messages, in order of publication
 */
record JournalReport(String broker, List<MessageHistory> histories) {

    /** The number of messages that are shown. */
    private static final int SHOWN = 5;

    /** The number of characters of a line that are shown: payloads can be long. */
    private static final int COLUMNS = 300;

    /** The lines; none if there are no messages. */
    List<String> lines() {
        if (histories.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(
                histories.size() <= SHOWN
                        ? "what became of the messages of broker '" + broker + "':"
                        : "what became of " + SHOWN + " of the " + histories.size() + " messages of broker '" + broker
                                + "', of which "
                                + histories.stream()
                                        .filter(MessageHistory::isSettled)
                                        .count()
                                + " are settled:");
        shown().forEach(history -> text(history).lines().forEach(line -> lines.add("  " + cut(line))));
        return lines;
    }

    private List<MessageHistory> shown() {
        return histories.reversed().stream()
                .sorted(Comparator.comparing(MessageHistory::isSettled)) // stable: the latest come first
                .limit(SHOWN)
                .sorted(Comparator.comparingLong(history -> history.message().id()))
                .toList();
    }

    /** The history as text, also of a payload whose own text cannot be had. */
    private static String text(MessageHistory history) {
        try {
            return history.toString();
        } catch (RuntimeException | StackOverflowError e) {
            return "message " + history.message().id() + " on "
                    + history.message().topic() + ", whose payload has no text: "
                    + e.getClass().getName();
        }
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS) + "…";
    }
}

package dev.simbroker.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text, aligned in columns.
 *
 * @param texts how many columns, from the left, are text and begin at the same place; the others are numbers and end at the same place
 * @param rows the rows, all of the same length, the headings first
 */
record Table(int texts, List<List<String>> rows) {

    void print(PrintStream out) {
        var widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (var row : rows) {
            String line = IntStream.range(0, row.size())
                    .mapToObj(column -> pad(row.get(column), widths[column], column >= texts))
                    .collect(Collectors.joining("  "));
            out.print(line.stripTrailing() + "\n");
        }
    }

    private static String pad(String text, int width, boolean right) {
        String space = " ".repeat(width - text.length());
        return right ? space + text : text + space;
    }
}

package dev.simbroker.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text, aligned in columns.
 *
 * @param texts the number of columns, from the left, that are left-aligned text; the others are right-aligned numbers
 * @param rows the rows, all of the same length, headings first
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

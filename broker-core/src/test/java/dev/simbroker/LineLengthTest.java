package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The formatter wraps code at 120 columns, but neither comments nor strings. */
class LineLengthTest {

    private static final int LONGEST = 120;

    @Test
    void noLineOfAnyModule_isLongerThan120Columns() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            assertThat(files.filter(LineLengthTest::isChecked).flatMap(file -> longLines(file).stream()))
                    .isEmpty();
        }
    }

    private static boolean isChecked(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.matches("\\.\\./broker-[a-z]+/src/.*\\.java");
    }

    /** The address of a page cannot be wrapped. */
    private static boolean isLink(String line) {
        return line.contains("href=\"https://");
    }

    private static List<String> longLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size())
                    .filter(index -> lines.get(index).length() > LONGEST && !isLink(lines.get(index)))
                    .mapToObj(index ->
                            file + ":" + (index + 1) + ": " + lines.get(index).length() + " columns")
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}

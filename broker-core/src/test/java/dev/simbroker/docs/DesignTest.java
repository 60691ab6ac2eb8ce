package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of the design names what is there: a class that is renamed is renamed in its tables, too. */
class DesignTest {

    private static final Path DESIGN = Path.of("..", "docs", "design.md");
    private static final Path ROOT = Path.of("src", "main", "java", "dev", "simbroker");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern CLASS = Pattern.compile("([A-Z]\\w+)(?:\\.(\\w+))?");
    private static final Pattern ROOM = Pattern.compile("internal\\.\\w+");

    @Test
    void everyClassInItsTables_exists_andHasTheMethod() throws IOException {
        Map<String, String> sources = sources();

        assertThat(quotedInTables(CLASS)).hasSizeGreaterThan(80).allSatisfy(name -> {
            assertThat(sources).containsKey(name.group(1));
            if (name.group(2) != null) {
                assertThat(sources.get(name.group(1)))
                        .as("%s.java", name.group(1))
                        .containsPattern("\\b" + name.group(2) + "\\(");
            }
        });
    }

    @Test
    void itsRooms_areThePackagesOfTheEngine() throws IOException {
        try (Stream<Path> rooms = Files.list(ROOT.resolve("internal"))) {
            List<String> there =
                    rooms.map(room -> "internal." + room.getFileName()).toList();

            assertThat(quotedInTables(ROOM)).map(MatchResult::group).containsExactlyInAnyOrderElementsOf(there);
        }
    }

    private static List<MatchResult> quotedInTables(Pattern pattern) throws IOException {
        return Files.readAllLines(DESIGN).stream()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> QUOTED.matcher(line).results().map(quoted -> quoted.group(1)))
                .flatMap(quoted -> pattern.matcher(quoted)
                        .results()
                        .filter(found -> found.group().equals(quoted)))
                .toList();
    }

    /** The source of every class, by its simple name. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(DesignTest::className, DesignTest::read));
        }
    }

    private static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.simbroker.junit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A document that lists what users depend on, and that the code must agree with. {@code -Dsimbroker.update=NAME} writes
 * it anew.
 */
final class Listing {

    private Listing() {}

    /** Compares {@code docs/NAME.txt} with what the code has now. */
    static void assertUpToDate(String name, List<String> now) throws IOException {
        Path file = Path.of("..", "docs", name + ".txt");
        if (name.equals(System.getProperty("simbroker.update"))) {
            Files.write(file, now);
        }
        List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
        assertThat(differences(before, now))
                .as(
                        "docs/%s.txt against the code: a change to it is a decision. To accept it:"
                                + " mvn -pl broker-junit -am test -Dtest='*ListingTest'"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimbroker.update=%s",
                        name, name)
                .isEmpty();
        assertThat(before).isEqualTo(now);
    }

    private static List<String> differences(List<String> before, List<String> now) {
        var differences = new ArrayList<String>();
        without(before, now).forEach(line -> differences.add("- " + line.strip()));
        without(now, before).forEach(line -> differences.add("+ " + line.strip()));
        return differences;
    }

    private static List<String> without(List<String> lines, List<String> others) {
        var rest = new ArrayList<>(lines);
        others.forEach(rest::remove);
        return rest;
    }
}

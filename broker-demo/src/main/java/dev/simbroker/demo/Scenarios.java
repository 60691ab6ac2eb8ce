package dev.simbroker.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Finds scenarios: the named ones that come with the demo, and those in files. */
final class Scenarios {

    /** The scenario that runs if none is named. */
    static final String DEFAULT = "original";

    private static final List<String> NAMES = List.of(
            DEFAULT,
            "redelivery",
            "consumer-group",
            "overflow-block",
            "overflow-drop-newest",
            "overflow-drop-oldest",
            "overflow-reject",
            "overflow-dead-letter",
            "exactly-once",
            "a-day");

    private Scenarios() {}

    static List<String> names() {
        return NAMES;
    }

    /** The description of a named scenario: the comment in its first line. */
    static String description(String name) {
        return load(name).lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
    }

    /**
     * @throws ScenarioException if there is neither a scenario nor a file of that name, or the file is not a valid
     * scenario
     */
    static Scenario find(String nameOrFile) throws ScenarioException {
        if (NAMES.contains(nameOrFile)) {
            return ScenarioReader.read(load(nameOrFile));
        }
        var file = new ScenarioFile(nameOrFile);
        if (!file.exists() && !nameOrFile.contains(".")) {
            throw file.error("there is neither a scenario nor a file of that name; run --list names the scenarios");
        }
        return file.read();
    }

    private static String load(String name) {
        String resource = "scenarios/" + name + ".yaml";
        try (InputStream in = Objects.requireNonNull(Scenarios.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

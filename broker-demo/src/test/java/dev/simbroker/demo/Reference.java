package dev.simbroker.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The scenario files of the reference, and what the original program prints for them. */
final class Reference {

    private Reference() {}

    static Stream<Path> scenarios() throws IOException {
        try (var files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    static String expected(Path scenario) throws IOException {
        return Files.readString(Path.of(scenario.toString().replace(".yaml", ".txt")));
    }

    static Path scenario(String name) {
        return folder().resolve(name + ".yaml");
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(Reference.class.getResource("/reference"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

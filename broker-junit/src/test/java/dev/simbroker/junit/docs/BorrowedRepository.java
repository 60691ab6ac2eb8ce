package dev.simbroker.junit.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A local repository of Maven that borrows everything from the user's but this project's artifacts, so that what the
 * build has just made can be used without being installed where other builds would find it.
 */
record BorrowedRepository(Path folder, String version) {

    /** A repository in {@code folder}, which links to what the user's has outside the group of this project. */
    static BorrowedRepository in(Path folder) throws IOException {
        Path users = Path.of(Objects.requireNonNull(System.getProperty("maven.localRepository")));
        link(users, folder, "dev");
        if (Files.isDirectory(users.resolve("dev"))) {
            link(users.resolve("dev"), folder.resolve("dev"), "simbroker");
        }
        return new BorrowedRepository(folder, Objects.requireNonNull(System.getProperty("project.version")));
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        List<Path> entries;
        try (var files = Files.list(from)) {
            entries = files.filter(file -> !file.endsWith(except)).toList();
        }
        for (Path entry : entries) {
            Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
    }

    /** Puts a POM or a JAR into the repository. */
    void put(String artifact, Path file) throws IOException {
        String extension = file.toString().endsWith(".jar") ? ".jar" : ".pom";
        Path to = folder.resolve("dev/simbroker").resolve(artifact).resolve(version);
        Files.createDirectories(to);
        Files.copy(file, to.resolve(artifact + "-" + version + extension));
    }
}

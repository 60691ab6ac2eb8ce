package dev.simbroker.junit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first five minutes of a user: the POM and the first test of a document, as they stand there, in a project that
 * has nothing else. Install instructions that ran no test, and called that a success, once stood there too.
 */
class FreshProjectIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern POM = Pattern.compile("```xml\n(<project .*?)```", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("```java\n(import .*?class (\\w+) .*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @BeforeEach
    void provideArtifacts() throws IOException {
        var repository = BorrowedRepository.in(folder.resolve("repository"));
        repository.put("broker-parent", ROOT.resolve("parent.xml"));
        for (String module : List.of("broker-core", "broker-junit")) {
            repository.put(module, ROOT.resolve(module).resolve("pom.xml"));
            repository.put(module, ModulePathIT.jar(module));
        }
    }

    private static String find(Pattern pattern, int group, String document) {
        var matcher = pattern.matcher(document);
        assertThat(matcher.find()).as("a block that begins as " + pattern).isTrue();
        return matcher.group(group);
    }

    private String mvn(Path project, String goal) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-B",
                        "-Dmaven.repo.local=" + folder.resolve("repository"),
                        goal)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_ARGS");
        assertThat(builder.start().waitFor()).as(() -> read(log)).isZero();
        return read(log);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/testing.md"})
    void firstTestOfADocument_runsInAFreshProject(String name) throws Exception {
        String document = Files.readString(ROOT.resolve(name));
        Path project = Files.createDirectory(folder.resolve("project"));
        Path tests = Files.createDirectories(project.resolve("src/test/java"));
        Files.writeString(project.resolve("pom.xml"), find(POM, 1, document));
        Files.writeString(tests.resolve(find(TEST, 2, document) + ".java"), find(TEST, 1, document));

        assertThat(mvn(project, "test")).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0", "BUILD SUCCESS");
    }
}

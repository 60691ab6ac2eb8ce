package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, as a user starts it. */
class DemoIT {

    private static final Path JAR = Path.of("target", "broker-demo.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path folder;

    private CommandLineRun java(List<String> options, String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        return new CommandLineRun(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void withoutArguments_itPrintsTheReferenceRun() throws Exception {
        assertThat(java(List.of()))
                .isEqualTo(new CommandLineRun(0, Reference.expected(Reference.scenario("run-simulation")), ""));
    }

    @Test
    void aDay_printsWhatTheDemoPageShows() throws Exception {
        var run = java(List.of(), "run", "a-day");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo(DocsTest.block(DocsTest.document("docs/demo.md"), "`run a-day` prints:\n\n```text"));
        assertThat(run.err()).matches(SpeedTest.ANY);
        assertThat(ADayTest.rows(run.out()))
                .allSatisfy(row ->
                        assertThat(row[0]).isEqualTo(Arrays.stream(row, 1, 6).sum()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theNumberOfCarrierThreads_changesNothing(int parallelism) throws Exception {
        var scenario = Reference.scenario("scenario-0012");

        var run = java(List.of("-Djdk.virtualThreadScheduler.parallelism=" + parallelism), "run", scenario.toString());

        assertThat(run).isEqualTo(new CommandLineRun(0, Reference.expected(scenario), ""));
    }

    @Test
    void outputThatCannotBeWritten_endsWithCode1_andOneLine() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no " + full + " here");
        Path err = folder.resolve("err");

        var process = new ProcessBuilder(JAVA.toString(), "-jar", JAR.toString(), "run", "--until", "2000000")
                .redirectOutput(full.toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it stops early").isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(err)).isEqualTo("cannot write to standard output\n");
    }

    @Test
    void badFile_endsWithCode2_andOneLine() throws Exception {
        var run = java(List.of(), "run", "nowhere.yaml");

        assertThat(run).isEqualTo(new CommandLineRun(2, "", "nowhere.yaml: there is no such file\n"));
    }

    @Test
    void version_isThatOfTheBuild() throws Exception {
        assertThat(java(List.of(), "--version").out()).matches("Simbroker demo \\d+\\.\\d+\\.\\d+.*\n");
    }
}

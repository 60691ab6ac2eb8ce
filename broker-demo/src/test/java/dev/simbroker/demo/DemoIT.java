package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, as a user starts it. */
class DemoIT {

    @TempDir
    private Path folder;

    private CommandLineRun java(List<String> options, String... args) throws IOException, InterruptedException {
        return DemoProcess.of(folder, options, args).run();
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
    void badFile_endsWithCode2_andOneLine() throws Exception {
        var run = java(List.of(), "run", "nowhere.yaml");

        assertThat(run).isEqualTo(new CommandLineRun(2, "", "nowhere.yaml: there is no such file\n"));
    }

    @Test
    void version_isThatOfTheBuild() throws Exception {
        assertThat(java(List.of(), "--version").out()).matches("Simbroker demo \\d+\\.\\d+\\.\\d+.*\n");
    }
}

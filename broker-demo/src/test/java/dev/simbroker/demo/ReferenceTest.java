package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {

    @Test
    void thereAreThirteenReferences() throws IOException {
        assertThat(Reference.scenarios()).hasSize(13);
    }

    @ParameterizedTest
    @MethodSource("dev.simbroker.demo.Reference#scenarios")
    void everyScenario_printsWhatTheOriginalProgramPrints(Path scenario) throws IOException {
        assertThat(CommandLineRun.of("run", scenario))
                .isEqualTo(new CommandLineRun(0, Reference.expected(scenario), ""));
    }

    @Test
    void builtInScenario_isTheFirstReference() throws IOException {
        String expected = Reference.expected(Reference.scenario("run-simulation"));

        assertThat(CommandLineRun.of().out()).isEqualTo(expected);
        assertThat(CommandLineRun.of("run").out()).isEqualTo(expected);
    }
}

package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Where the agent is missing, a captured test says what to add. Here it is: unit tests run without it, and in the
 * module for JUnit 5 not even its JAR is there.
 */
class CaptureMissingTest {

    static class Captured {
        @SimulationTest(capture = true)
        void sleeps() throws Exception {
            Thread.sleep(1);
        }
    }

    @Test
    void theFailure_hasTheLinesToAdd() {
        assertThat(Launch.of(Captured.class).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith("capture = true is not possible: ")
                .hasMessageFindingMatch("the agent is not there|broker-capture is not there")
                .hasMessageContaining("<argLine>@{argLine} -javaagent:${dev.simbroker:broker-capture:jar}</argLine>")
                .hasMessageContaining("tasks.test { jvmArgs(\"-javaagent:${capture.asPath}\") }")
                .hasMessageContaining("In an IDE, add -javaagent:");
    }
}

package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the documents print of the demo is what the demo prints. */
class DocsTest {

    static String document(String name) throws IOException {
        return Files.readString(Path.of("..").resolve(name));
    }

    /** The text between the line that ends with {@code start} and the line that ends the block. */
    static String block(String document, String start) {
        String rest = document.substring(document.indexOf(start) + start.length());
        return rest.substring(rest.indexOf('\n') + 1, rest.indexOf("```", 1));
    }

    @Test
    void readme_showsTheBeginningAndTheEndOfTheBuiltInRun() throws IOException {
        String shown = block(document("README.md"), "$ mvn -q -Pdemo");
        String run = CommandLineRun.of().out();

        assertThat(run).startsWith(shown.substring(0, shown.indexOf("…")));
        assertThat(run).endsWith(shown.substring(shown.indexOf("…") + 2));
    }

    @Test
    void demoPage_showsTheNamedScenarios_andWhatOnePrints() throws IOException {
        String page = document("docs/demo.md");

        assertThat(CommandLineRun.of("run", "--list").out()).isEqualTo(block(page, "broker-demo.jar run --list"));
        assertThat(CommandLineRun.of("run", "redelivery").out()).isEqualTo(block(page, "for example:\n\n```text"));
    }

    @Test
    void demoPage_showsTheBuiltInScenario_andItsMeters() throws IOException {
        String page = document("docs/demo.md");

        assertThat(CommandLineRun.of("run", "--until", "3", "--quiet", "--metrics")
                        .out())
                .isEqualTo(block(page, "`--until 3 --quiet --metrics`:\n\n```text"));
        assertThat(Files.readString(Reference.scenario("run-simulation"))).isEqualTo(block(page, "```yaml"));
    }
}

package dev.simbroker.junit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** The core on the module path, as the README says. */
class ModulePathIT {

    @TempDir
    private Path folder;

    /** The JAR that the build has made of a module. */
    static Path jar(String module) {
        return Path.of("..", module, "target", module + "-" + System.getProperty("project.version") + ".jar")
                .toAbsolutePath()
                .normalize();
    }

    private static Path slf4j() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(
                        Logger.class.getProtectionDomain().getCodeSource().getLocation())
                .toURI());
    }

    private Path compile(String moduleInfo, String path) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src/shop"));
        Files.writeString(folder.resolve("src/module-info.java"), moduleInfo);
        Files.writeString(sources.resolve("Shop.java"), """
                package shop;

                import dev.simbroker.Broker;
                import dev.simbroker.Topic;
                import dev.simbroker.time.Simulation;

                public class Shop {
                    public static void main(String[] args) throws InterruptedException {
                        try (var simulation = Simulation.create()) {
                            var topic = Topic.of("orders", String.class);
                            var broker = Broker.create(simulation);
                            var billing = broker.subscribe(topic);
                            broker.publish(topic, "order 1");
                            simulation.run(() -> System.out.println(billing.receive().payload()));
                        }
                    }
                }
                """);
        Path classes = folder.resolve("classes");
        var errors = new StringWriter();
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(errors),
                        new PrintWriter(errors),
                        "-p",
                        path,
                        "-d",
                        classes.toString(),
                        folder.resolve("src/module-info.java").toString(),
                        sources.resolve("Shop.java").toString());
        assertThat(code).as(errors.toString()).isZero();
        return classes;
    }

    @Test
    void module_thatRequiresTheCoreAndSlf4j_runs() throws Exception {
        String path = jar("broker-core") + File.pathSeparator + slf4j();
        Path classes = compile("module shop { requires dev.simbroker.core; requires org.slf4j; }", path);
        Path out = folder.resolve("out");

        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        classes + File.pathSeparator + path,
                        "-m",
                        "shop/shop.Shop")
                .redirectOutput(out.toFile())
                .start();

        assertThat(java.waitFor()).isZero();
        assertThat(Files.readString(out).strip()).isEqualTo("order 1");
    }
}

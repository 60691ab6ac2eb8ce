package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.simbroker.time.Simulation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other extensions give a test that is run several times. They know one instance and one set of arguments: all
 * seeds, in parallel, wrote into one {@code @TempDir}, and a field with {@code @Mock} was null, with nothing but a
 * NullPointerException to tell.
 */
class SweepForeignStateTest {

    private static final Queue<Path> DIRECTORIES = new ConcurrentLinkedQueue<>();

    @Test
    void directories_areEachRunsOwn_andGoneAtTheEnd() {
        DIRECTORIES.clear();
        Launch.of(Directories.class).passed(3);
        assertThat(DIRECTORIES)
                .hasSize(2 * (20 + 4 + 1))
                .doesNotHaveDuplicates()
                .allSatisfy(directory -> assertThat(directory).doesNotExist());
    }

    static class Directories {

        @TempDir
        @Nullable Path field;

        private void write(Path directory) throws IOException {
            for (Path each : new Path[] {directory, Path.of(String.valueOf(field))}) {
                assertTrue(Files.isDirectory(each));
                Files.writeString(Files.createFile(each.resolve("ledger")), "order 1");
                DIRECTORIES.add(each);
            }
        }

        @SimulationTest(seeds = 20)
        void seeds(@TempDir Path directory, Simulation simulation) throws Exception {
            simulation.sleep(Duration.ofSeconds(1));
            write(directory);
        }

        @SimulationTest(seeds = 2, audit = true)
        void twiceEach(@TempDir File directory, Simulation simulation) throws Exception {
            write(directory.toPath());
        }

        @SimulationTest
        void single(@TempDir Path directory) throws Exception {
            write(directory);
        }
    }

    @Test
    void directoryThatAllRunsWouldShare_isRefused() {
        assertThat(Launch.of(SharedDirectory.class).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("the @TempDir 'directory' of")
                .hasMessageContaining("would be one directory for all runs of the test: make it a field, or a parameter"
                        + " of the test's method");
    }

    static class SharedDirectory {

        @BeforeEach
        void before(@TempDir Path directory) {}

        @SimulationTest(seeds = 2)
        void test() {}
    }

    @Test
    void fieldThatAnExtensionHasFilled_isNamed_whereASweepFails() {
        assertThat(Launch.of(Filled.class, "sweep").failure())
                .hasMessageContaining("seed 0 failed (3 seeds from 0, random order)")
                .hasMessageContaining("field 'gateway' was filled by an extension, which knows only the instance that"
                        + " JUnit has made; it is null in those of a test that is run several times: fill it in"
                        + " @BeforeEach")
                .hasMessageNotContaining("field 'own'");
        Launch.of(Filled.class, "single").passed(1);
    }

    @ExtendWith(Gateways.class)
    static class Filled {

        @Nullable List<String> gateway;

        @Nullable List<String> own;

        @BeforeEach
        void before() {
            own = new ArrayList<>();
        }

        @SimulationTest(seeds = 3)
        void sweep(Simulation simulation) {
            assertEquals(List.of(), gateway);
        }

        @SimulationTest
        void single(Simulation simulation) {
            assertEquals(List.of(), gateway);
        }
    }

    @Test
    void argumentThatAllRunsShare_isNamed_whereASweepFails() {
        assertThat(Launch.of(Shared.class, "sweep").failure())
                .hasMessageContaining(
                        "argument 'gateway' was made by an extension, and is the same object in every run of"
                                + " this test: make it in the test, or in @BeforeEach")
                .hasMessageNotContaining("argument 'simulation'");
    }

    /** What another extension makes. */
    static class Gateway {
        int calls;
    }

    @ExtendWith(Gateways.class)
    static class Shared {

        @SimulationTest(seeds = 3)
        void sweep(Simulation simulation, Gateway gateway) {
            gateway.calls++;
            assertEquals(0, gateway.calls);
        }
    }

    /** Stands for Mockito's extension. */
    static class Gateways implements BeforeEachCallback, ParameterResolver {

        @Override
        public void beforeEach(ExtensionContext context) {
            if (context.getRequiredTestInstance() instanceof Filled filled) {
                filled.gateway = new ArrayList<>();
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Gateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Gateway();
        }
    }
}

package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.simbroker.Broker;
import dev.simbroker.time.Simulation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How simulated tests go together with what else JUnit has. */
class CompositionTest {

    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void clear() {
        LOG.clear();
    }

    // ---- other templates ----

    @Test
    void otherTemplates_keepTheirInvocations_eachInASimulation() {
        Launch.of(Templates.class, "parameterized").passed(2);
        Launch.of(Templates.class, "repeated").passed(3);
        Launch.of(Templates.class, "composed").passed(1);
        Launch.of(Templates.class, "composedOfBoth").passed(2);
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @SimulationTest(seeds = 3)
    @interface Swept {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @RepeatedTest(2)
    @SimulationTest
    @interface SimulatedTwice {}

    static class Templates {

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @SimulationTest
        void parameterized(int hours, Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(hours));
            assertEquals(Duration.ofHours(hours), simulation.elapsed());
        }

        @RepeatedTest(3)
        @SimulationTest
        void repeated(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            assertEquals(Duration.ofHours(1), simulation.elapsed());
        }

        @Swept
        void composed(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
        }

        @SimulatedTwice
        void composedOfBoth(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            assertEquals(Duration.ofHours(1), simulation.elapsed());
        }
    }

    @Test
    void allKindsOfTests_ofAnExtendedClass_areSimulated() {
        Launch.of(Extended.class).passed(1 + 2 + 2 + 2);
    }

    @ExtendWith(SimulationExtension.class)
    static class Extended {

        @Test
        void plain(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void parameterized(int hours, Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(hours));
        }

        @RepeatedTest(2)
        void repeated(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
        }

        @TestFactory
        Stream<DynamicTest> dynamic(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            return Stream.of(1, 2)
                    .map(n -> dynamicTest("after hour " + n, () -> {
                        assertEquals(Duration.ofHours(n), simulation.elapsed());
                        simulation.sleep(Duration.ofHours(1));
                    }));
        }
    }

    @Test
    void testFactories_cannotBeSwept() {
        assertThat(Launch.of(SweptFactory.class).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("a @TestFactory cannot be run under several seeds");
    }

    static class SweptFactory {

        @RegisterExtension
        static final SimulationExtension SIMULATION =
                SimulationExtension.builder().seeds(2).build();

        @TestFactory
        List<DynamicTest> dynamic() {
            return List.of();
        }
    }

    @Test
    void failuresOfParameterizedTests_areTheirOwn() {
        assertThat(Launch.of(FailingParameter.class).failure()).isInstanceOf(ArithmeticException.class);
    }

    static class FailingParameter {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @SimulationTest
        void test(int n, Simulation simulation) throws InterruptedException {
            simulation
                    .spawn("dividing", () -> assertEquals(10, 10 / (n - 2) * (n - 2)))
                    .join();
        }
    }

    // ---- extensions that were built ----

    private static SimulationExtension.Builder brokerNamed(String name) {
        return SimulationExtension.builder()
                .broker(simulation -> Broker.builder(simulation).name(name).build());
    }

    @Test
    void registeredExtension_buildsTheBroker_andSetsTheDefaults() {
        Launch.of(Registered.class).passed(4);
        assertThat(LOG).hasSize(5 + 2);
    }

    static class Registered {

        @RegisterExtension
        static final SimulationExtension SIMULATION = brokerNamed("shop")
                .start(Instant.parse("2030-01-01T00:00:00Z"))
                .seed(3)
                .schedule(SchedulePolicy.PCT)
                .pctDepth(2)
                .interleavings(10)
                .preemptions(1)
                .stepLimit(1000)
                .timeLimit(Duration.ofDays(1))
                .realTimeLimit(Duration.ofMinutes(1))
                .build();

        @Test
        void plain(Simulation simulation, Broker broker) {
            assertEquals("shop", broker.name());
            assertEquals(Instant.parse("2030-01-01T00:00:00Z"), simulation.now());
        }

        @SimulationTest
        void annotated(Broker broker, Simulation simulation) {
            assertEquals("shop", broker.name());
            assertThat(simulation.replay()).startsWith("pct.2:3:");
        }

        @SimulationTest(seeds = 5)
        void swept(Broker broker) {
            assertEquals("shop", broker.name());
            LOG.add("run");
        }

        @Nested
        class Inner {

            @SimulationTest(seeds = 2)
            void swept(Broker broker) {
                assertEquals("shop", broker.name());
                LOG.add("run");
            }
        }
    }

    @Test
    void extensionOfANestedClass_comesBeforeThatOfTheClassAround() {
        Launch.of(Outer.class).passed(3);
    }

    static class Outer {

        @RegisterExtension
        static final SimulationExtension SIMULATION = brokerNamed("outer").build();

        @SimulationTest
        void outside(Broker broker) {
            assertEquals("outer", broker.name());
        }

        @Nested
        class Inner {

            @RegisterExtension
            static final SimulationExtension SIMULATION = brokerNamed("inner").build();

            @SimulationTest
            void inside(Broker broker) {
                assertEquals("inner", broker.name());
            }

            @Test
            void plain(Broker broker) {
                assertEquals("inner", broker.name());
            }
        }
    }

    @Test
    void extensionOfASubclass_comesBeforeThatOfItsSuperclass() {
        Launch.of(Heir.class).passed(2);
    }

    static class Ancestor {

        @RegisterExtension
        static final SimulationExtension SIMULATION = brokerNamed("ancestor").build();

        @SimulationTest
        void inherited(Broker broker) {
            assertEquals("heir", broker.name());
        }
    }

    static class Heir extends Ancestor {

        @RegisterExtension
        static final SimulationExtension SIMULATION = brokerNamed("heir").build();

        @Test
        void plain(Broker broker) {
            assertEquals("heir", broker.name());
        }
    }

    @Test
    void extensionOfAnInstance_isUsedToo() {
        Launch.of(RegisteredByInstance.class).passed(2);
    }

    @Test
    void sweepOfAnInstancesExtension_isRun_underTheNameOfASingleRun() {
        var launch = Launch.of(SweptByInstance.class);
        launch.passed(1);
        assertThat(LOG).hasSize(3);
        assertThat(launch.names()).containsExactly("test, seed 0");
    }

    static class SweptByInstance {

        @RegisterExtension
        final SimulationExtension simulation =
                SimulationExtension.builder().seeds(3).build();

        @SimulationTest
        void test() {
            LOG.add("run");
        }
    }

    static class RegisteredByInstance {

        @RegisterExtension
        final SimulationExtension simulation = brokerNamed("shop").build();

        @Test
        void plain(Broker broker) {
            assertEquals("shop", broker.name());
        }

        @SimulationTest
        void annotated(Broker broker) {
            assertEquals("shop", broker.name());
        }
    }

    @Test
    void registeredSweep_isOneTest_evenOfAPlainTest() {
        var launch = Launch.of(RegisteredSweep.class);
        launch.passed(1);
        assertThat(LOG).hasSize(2 * 7);
        assertThat(launch.reports()).singleElement().asString().contains("7 seeds from 0, random order");
    }

    static class RegisteredSweep {

        @RegisterExtension
        static final SimulationExtension SIMULATION =
                SimulationExtension.builder().seeds(7).audit().build();

        @Test
        void plain(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            LOG.add("run");
        }
    }

    @Test
    void brokerOfAnotherSimulation_isRefused() {
        assertThat(Launch.of(WrongBroker.class).failure())
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("the broker must be made in the simulation that is given, but 'broker'");
    }

    static class WrongBroker {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .broker(simulation -> Broker.create(Simulation.create()))
                .build();

        @Test
        void test(Broker broker) {
            assertEquals("never", broker.name());
        }
    }

    // ---- JUnit's own limits, and parallel tests ----

    @Test
    @Timeout(30)
    void timeoutOfJUnit_endsATest_alsoASweep() {
        assertThat(Launch.of(TimedOut.class, "single").failure()).isInstanceOf(TimeoutException.class);
        assertThat(Launch.of(TimedOut.class, "sweep").failure()).isInstanceOf(TimeoutException.class);
    }

    static class TimedOut {

        @SimulationTest(stepLimit = Long.MAX_VALUE)
        @Timeout(1)
        void single(Simulation simulation) throws InterruptedException {
            while (true) {
                simulation.sleep(Duration.ZERO);
            }
        }

        @SimulationTest(stepLimit = Long.MAX_VALUE, seeds = 10)
        @Timeout(1)
        void sweep(Simulation simulation) throws InterruptedException {
            while (true) {
                simulation.sleep(Duration.ZERO);
            }
        }
    }

    @Test
    void testsThatRunInParallel_doNotMeet() {
        Launch.of(
                        Parallel.class,
                        Map.of(
                                "junit.jupiter.execution.parallel.enabled", "true",
                                "junit.jupiter.execution.parallel.mode.default", "concurrent"))
                .passed(1 + 20 + 1);
    }

    static class Parallel {

        private final Simulation mine;

        Parallel(Simulation simulation) {
            this.mine = simulation;
        }

        @BeforeEach
        void before(Simulation simulation) throws InterruptedException {
            assertThat(simulation).isSameAs(mine);
            simulation.sleep(Duration.ofSeconds(1));
        }

        @SimulationTest
        void single(Simulation simulation) throws InterruptedException {
            assertThat(simulation).isSameAs(mine);
            simulation.sleep(Duration.ofSeconds(1));
            assertEquals(Duration.ofSeconds(2), simulation.elapsed());
        }

        @RepeatedTest(20)
        @SimulationTest
        void repeated(Simulation simulation) throws InterruptedException {
            single(simulation);
        }

        @SimulationTest(seeds = 50)
        void swept(Simulation simulation) throws InterruptedException {
            single(simulation);
        }
    }
}

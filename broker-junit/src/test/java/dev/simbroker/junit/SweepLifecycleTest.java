package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sweep gives each of its runs: instances, the methods around the test, and parameters. */
class SweepLifecycleTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
    private static final Set<Object> INSTANCES = ConcurrentHashMap.newKeySet();
    private static final Set<Long> SEEDS = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void clear() {
        LOG.clear();
        INSTANCES.clear();
        SEEDS.clear();
    }

    // ---- instances ----

    @Test
    void eachSeed_isRunOnInstancesOfItsOwn_withTheMethodsAroundIt() {
        var launch = Launch.of(Lifecycle.class);
        launch.passed(2);
        assertThat(LOG.stream().filter("before base, before, test, after, after base"::equals))
                .hasSize(20);
        assertThat(LOG.stream()
                        .filter("before base, before, before inner, test, after inner, after, after base"::equals))
                .hasSize(20);
        assertThat(LOG).hasSize(40);
        assertThat(INSTANCES).hasSize(40 + 20);
    }

    static class Base {

        String log = "";

        @BeforeEach
        void beforeBase() {
            log += "before base";
        }

        @AfterEach
        void afterBase() {
            LOG.add(log + ", after base");
        }
    }

    static class Lifecycle extends Base {

        @BeforeEach
        void before(Simulation simulation, TestInfo info) throws InterruptedException {
            INSTANCES.add(this);
            assertTrue(info.getTestMethod().isPresent());
            simulation.sleep(Duration.ofHours(1));
            log += ", before";
        }

        @AfterEach
        void after() {
            log += ", after";
        }

        @SimulationTest(seeds = 20)
        void test(Simulation simulation) {
            assertEquals(Duration.ofHours(1), simulation.elapsed());
            log += ", test";
        }

        @Nested
        class Inner {

            @BeforeEach
            void beforeInner() {
                INSTANCES.add(this);
                log += ", before inner";
            }

            @AfterEach
            void afterInner() {
                log += ", after inner";
            }

            @SimulationTest(seeds = 20)
            void test(Simulation simulation) {
                assertEquals(Duration.ofHours(1), simulation.elapsed());
                log += ", test";
            }
        }
    }

    @Test
    void constructors_areGivenTheirSeedsThings() {
        Launch.of(Constructed.class).passed(1);
        assertThat(SEEDS).hasSize(20);
    }

    static class Constructed {

        private final Broker broker;
        private final Random random;

        Constructed(Broker broker, Random random) {
            this.broker = broker;
            this.random = random;
        }

        @SimulationTest(seeds = 20)
        void test(Broker given) {
            assertThat(given).isSameAs(broker);
            SEEDS.add(Seeds.of(random));
        }
    }

    @Test
    void whatFailsBeforeTheTest_keepsItFromRunning_andIsFollowedByTheMethodsAfterIt() {
        assertThat(Launch.of(FailingBefore.class).failure())
                .hasMessageContaining("seed 0 failed (2 seeds from 0, random order): ");
        assertThat(LOG).contains("after").doesNotContain("test");
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class FailingBefore {

        @BeforeEach
        void before() {
            assertEquals(1, 2);
        }

        @AfterEach
        void after() {
            LOG.add("after");
        }

        @SimulationTest(seeds = 2)
        void test() {
            LOG.add("test");
        }
    }

    // ---- together with parameters ----

    @Test
    void parameters_areTheSameForEachSeed() {
        var launch = Launch.of(Parameterized.class);
        launch.passed(2);
        assertThat(LOG.stream().filter("a"::equals)).hasSize(10);
        assertThat(LOG.stream().filter("b"::equals)).hasSize(10);
    }

    static class Parameterized {

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @SimulationTest(seeds = 10)
        void test(String parameter, Broker broker, Simulation simulation) throws InterruptedException {
            var orders = broker.subscribe(ORDERS);
            broker.publish(ORDERS, parameter);
            simulation.sleep(Duration.ofHours(1));
            LOG.add(orders.receive().payload());
        }
    }

    @Test
    @Tag("junit-5.13") // which has the annotation
    void parametersOfAClass_reachTheConstructorsOfEachSeed() {
        Launch.of(ParameterizedConstructor.class).passed(2);
        assertThat(LOG.stream().filter("a"::equals)).hasSize(10);
        assertThat(LOG.stream().filter("b"::equals)).hasSize(10);
    }

    @ParameterizedClass
    @ValueSource(strings = {"a", "b"})
    static class ParameterizedConstructor {

        private final String parameter;

        ParameterizedConstructor(String parameter) {
            this.parameter = parameter;
        }

        @SimulationTest(seeds = 10)
        void test(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            LOG.add(parameter);
        }
    }
}

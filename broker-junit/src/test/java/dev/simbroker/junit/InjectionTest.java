package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What tests may ask for, and where. */
class InjectionTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    @Test
    void testMethods_areGivenWhatTheyAskFor() {
        Launch.of(Methods.class).passed(4);
    }

    static class Methods {

        @SimulationTest
        void everythingIsOfOneSimulation(
                Simulation simulation,
                Scheduler scheduler,
                Broker broker,
                Journal journal,
                RandomGenerator generator,
                Random random) {
            assertThat(scheduler).isSameAs(simulation);
            assertThat(broker.scheduler()).isSameAs(simulation);
            assertThat(journal.histories()).isEmpty();
            assertThat(generator).isSameAs(random);
        }

        @SimulationTest
        void itWaitsInSimulatedTime(Simulation simulation, Broker broker) throws InterruptedException {
            var orders = broker.subscribe(ORDERS);
            simulation.spawn("shop", () -> {
                simulation.sleep(Duration.ofDays(1));
                broker.publish(ORDERS, "order 1");
            });
            assertThat(orders.receive().payload()).isEqualTo("order 1");
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofDays(1));
        }

        @SimulationTest
        void metersFollowSimulatedTime(Simulation simulation, Broker broker, MeterRegistry registry)
                throws InterruptedException {
            broker.subscribe(ORDERS);
            broker.publish(ORDERS, "order 1");
            assertThat(registry.get("broker.published")
                            .tag("outcome", "accepted")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            long before = registry.config().clock().monotonicTime();
            simulation.sleep(Duration.ofHours(1));
            assertThat(registry.config().clock().monotonicTime() - before)
                    .isEqualTo(Duration.ofHours(1).toNanos());
        }

        @SimulationTest(seed = 42)
        void randomNumbersFollowTheSeed(RandomGenerator random) {
            assertThat(random.nextLong()).isEqualTo(new Random(42).nextLong());
        }
    }

    @Test
    void methodsAroundATest_andConstructors_areGivenTheSame_andMayWait() {
        Launch.of(Around.class).passed(2);
        Launch.of(ExtendedClass.class).passed(1);
    }

    @ExtendWith(
            SimulationExtension
                    .class) // of nested tests, JUnit makes the outer instance with the class's extensions alone
    static class Around {

        final Simulation constructed;
        final Broker broker;

        Around(Simulation simulation, Broker broker) {
            this.constructed = simulation;
            this.broker = broker;
        }

        @BeforeEach
        void before(Simulation simulation) throws InterruptedException {
            assertThat(simulation).isSameAs(constructed);
            simulation.sleep(Duration.ofSeconds(1));
        }

        @SimulationTest
        void test(Simulation simulation, Broker given) throws InterruptedException {
            assertThat(simulation).isSameAs(constructed);
            assertThat(given).isSameAs(broker);
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(1));
            simulation.sleep(Duration.ofSeconds(1));
        }

        @AfterEach
        void after(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofSeconds(1));
            assertThat(simulation.elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        }

        @Nested
        class Inner {

            final Simulation constructedInside;

            Inner(Simulation simulation) {
                this.constructedInside = simulation;
            }

            @BeforeEach
            void beforeInside(Simulation simulation) throws InterruptedException {
                assertThat(constructedInside).isSameAs(constructed).isSameAs(simulation);
                simulation.sleep(Duration.ofSeconds(1));
            }

            @SimulationTest
            void test(Simulation simulation) throws InterruptedException {
                assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(2));
                simulation.sleep(Duration.ofSeconds(1));
            }
        }
    }

    @ExtendWith(SimulationExtension.class)
    static class ExtendedClass {

        @Test
        void plainTest(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void eachTest_hasASimulationOfItsOwn() {
        Launch.of(TwoTests.class).passed(2);
    }

    static class TwoTests {

        @SimulationTest
        void first(Simulation simulation) throws InterruptedException {
            assertThat(simulation.elapsed()).isZero();
            simulation.sleep(Duration.ofHours(1));
        }

        @SimulationTest
        void second(Simulation simulation) throws InterruptedException {
            assertThat(simulation.elapsed()).isZero();
            simulation.sleep(Duration.ofHours(1));
        }
    }

    @Test
    void whatBelongsToAllTests_isRefused() {
        assertThat(Launch.of(SharedInstance.class).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("a Simulation belongs to one test")
                .hasMessageContaining("SharedInstance")
                .hasMessageContaining("ask for it in the test's method");
        assertThat(Launch.of(BeforeAllMethod.class).failure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("a Broker belongs to one test");
    }

    @ExtendWith(SimulationExtension.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedInstance {

        SharedInstance(Simulation simulation) {
            simulation.close();
        }

        @Test
        void test() {}
    }

    @ExtendWith(SimulationExtension.class)
    static class BeforeAllMethod {

        @BeforeAll
        static void beforeAll(Broker broker) {
            broker.close();
        }

        @Test
        void test() {}
    }
}

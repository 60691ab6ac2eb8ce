package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.time.ReplayDivergedException;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.AssertionFailedError;

/** The replay that a failing sweep names repeats that failure, and nothing else. */
class SweepReplayTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    @Test
    void replay_repeatsAFailureExactly() {
        var found = Launch.of(SweepFailureTest.Failing.class, "race");

        var launch = Launch.of(SweepFailureTest.Failing.class, "race", Map.of("simbroker.replay", found.replay()));
        assertThat(launch.failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage(Objects.requireNonNull(found.failure().getCause()).getMessage());
        assertThat(launch.names()).containsExactly("race, replay of " + found.replay());
    }

    @Test
    void replay_ofATestThatAsksForEverythingEverywhere_goesTheSameWay() {
        var found = Launch.of(Demanding.class);
        var launch = Launch.of(Demanding.class, Map.of("simbroker.replay", found.replay()));
        assertThat(launch.failure())
                .hasMessage(Objects.requireNonNull(found.failure().getCause()).getMessage());
        assertThat(launch.failure().getSuppressed())
                .noneMatch(suppressed -> suppressed instanceof ReplayDivergedException);
    }

    @Test
    void replay_ofAnotherTest_isNoticed() {
        String replay = Launch.of(Demanding.class).replay();
        assertThat(Launch.of(Sleeping.class, Map.of("simbroker.replay", replay)).failure())
                .isInstanceOf(ReplayDivergedException.class);
    }

    static class Sleeping {

        @SimulationTest(seeds = 100)
        void test(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
        }
    }

    static class Demanding {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .broker(Demanding::serve)
                .schedule(SchedulePolicy.PCT)
                .build();

        private final Random random;

        Demanding(Random random) {
            this.random = random;
        }

        /** A broker that comes with a process of its own. */
        private static Broker serve(Simulation simulation) {
            simulation.spawnBackground("server", () -> {
                while (true) {
                    simulation.sleep(Duration.ofMillis(200));
                }
            });
            return Broker.create(simulation);
        }

        @BeforeEach
        void before(Broker broker, Simulation simulation) throws InterruptedException {
            broker.subscribe(ORDERS);
            simulation.sleep(Duration.ofSeconds(random.nextInt(3)));
        }

        @SimulationTest(seeds = 200)
        void test(Simulation simulation, Broker broker, MeterRegistry meters) throws InterruptedException {
            for (String shop : List.of("a", "b", "c")) {
                simulation.spawn(shop, () -> {
                    broker.publish(ORDERS, shop + 1);
                    broker.publish(ORDERS, shop + 2);
                });
            }
            simulation.sleep(Duration.ofSeconds(1));
            var orders = broker.subscribers().getFirst();
            var received = new ArrayList<Object>();
            for (var next = orders.tryReceive(); next.isPresent(); next = orders.tryReceive()) {
                received.add(next.get().payload());
            }
            assertThat(meters.get("broker.received").functionCounter().count()).isEqualTo(6);
            assertEquals(List.of("a1", "a2", "b1", "b2", "c1", "c2"), received);
        }

        @AfterEach
        void after(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofSeconds(1));
        }
    }
}

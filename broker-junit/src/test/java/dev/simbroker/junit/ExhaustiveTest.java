package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.AssertionFailedError;

/** Tests that are run in every order. */
class ExhaustiveTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Set<List<String>> SEEN = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void clear() {
        SEEN.clear();
    }

    @Test
    void everyOrder_isTried_andTheReportSaysSo() {
        var launch = Launch.of(Orders.class, "every");
        launch.passed(1);
        assertThat(launch.names()).containsExactly("every, every interleaving of seed 0, at most 10000");
        assertThat(SEEN)
                .containsExactlyInAnyOrder(
                        List.of("a", "b", "c"),
                        List.of("a", "c", "b"),
                        List.of("b", "a", "c"),
                        List.of("b", "c", "a"),
                        List.of("c", "a", "b"),
                        List.of("c", "b", "a"));
        assertThat(launch.reports()).singleElement().asString().containsPattern("all \\d+ interleavings passed after");
    }

    /** It passed with a line in a log that nobody saw unless something was bound to the logger. */
    @Test
    void searchThatEndsTooSoon_fails() {
        assertThat(Launch.of(Orders.class, "some").failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("only the first 2 interleavings were tried (every interleaving of seed 0, at most 2), and"
                        + " passed: no proof, since there are more; bound preemptions (preemptions = 1, 2), make the"
                        + " test smaller or raise interleavings; or say partial = true if a part is enough");
    }

    @Test
    void searchThatEndsTooSoon_passesIfThatIsEnough_andTheReportSaysSo() {
        var launch = Launch.of(Orders.class, "someAreEnough");
        launch.passed(1);
        assertThat(launch.reports())
                .singleElement()
                .asString()
                .contains("only the first 2 interleavings were tried, not all; those passed after");
        Launch.of(EnoughForAll.class).passed(1);
    }

    @Test
    void testWithoutAnyChoice_isToldThatItProvesNothing() {
        var launch = Launch.of(Orders.class, "nothingShared");
        launch.passed(1);
        assertThat(launch.reports())
                .singleElement()
                .asString()
                .contains("nothing in this test is shared through the simulation, so that there is only one order")
                .contains("simulation.sleep(Duration.ZERO)")
                .contains("all 1 interleaving passed after");
    }

    @Test
    void fewerPreemptions_areFewerOrders() {
        Launch.of(Orders.class, "unbounded").passed(1);
        int all = SEEN.size();
        SEEN.clear();
        Launch.of(Orders.class, "bounded").passed(1);
        assertThat(SEEN.size()).isBetween(1, all - 1);
    }

    @Test
    void orderThatFails_isFound_andCanBeReplayed() {
        var found = Launch.of(Orders.class, "oneIsBad");
        assertThat(found.failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("failed (every interleaving of seed 0, at most 10000): bad order");
        assertThat(found.replay()).startsWith("path");

        assertThat(Launch.of(Orders.class, "oneIsBad", Map.of("simbroker.replay", found.replay()))
                        .failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("[c, b, a]");
    }

    static class Orders {

        private final List<String> order = new ArrayList<>();

        private void threeProcesses(Simulation simulation) throws InterruptedException {
            var processes = List.of("a", "b", "c").stream()
                    .map(name -> simulation.spawn(name, () -> order.add(name)))
                    .toList();
            for (var process : processes) {
                process.join();
            }
            SEEN.add(List.copyOf(order));
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE)
        void every(Simulation simulation) throws InterruptedException {
            threeProcesses(simulation);
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE)
        void nothingShared() {
            order.add("alone");
            SEEN.add(order);
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, interleavings = 2)
        void some(Simulation simulation) throws InterruptedException {
            threeProcesses(simulation);
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, interleavings = 2, partial = true)
        void someAreEnough(Simulation simulation) throws InterruptedException {
            threeProcesses(simulation);
        }

        private void publishers(Simulation simulation, Broker broker) throws InterruptedException {
            var orders = broker.subscribe(ORDERS);
            for (String name : List.of("a", "b")) {
                simulation.spawn(name, () -> {
                    broker.publish(ORDERS, name + 1);
                    broker.publish(ORDERS, name + 2);
                });
            }
            for (int n = 1; n <= 4; n++) {
                order.add(orders.receive().payload());
            }
            SEEN.add(List.copyOf(order));
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, partial = true)
        void unbounded(Simulation simulation, Broker broker) throws InterruptedException {
            publishers(simulation, broker);
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, preemptions = 0)
        void bounded(Simulation simulation, Broker broker) throws InterruptedException {
            publishers(simulation, broker);
        }

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE)
        void oneIsBad(Simulation simulation) throws InterruptedException {
            threeProcesses(simulation);
            assertEquals(false, order.equals(List.of("c", "b", "a")), () -> "bad order: " + order);
        }
    }

    static class EnoughForAll {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .schedule(SchedulePolicy.EXHAUSTIVE)
                .interleavings(2)
                .partial()
                .build();

        @Test
        void some(Simulation simulation) throws InterruptedException {
            simulation.spawn("a", () -> {});
            simulation.spawn("b", () -> {});
            simulation.spawn("c", () -> {}).join();
        }
    }
}

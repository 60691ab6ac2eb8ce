package dev.simbroker.examples;

import static dev.simbroker.examples.OrderSaga.Action.REFUND;
import static dev.simbroker.examples.OrderSaga.Action.RELEASE_STOCK;
import static dev.simbroker.examples.OrderSaga.Action.REQUEST_PAYMENT;
import static dev.simbroker.examples.OrderSaga.Action.RESERVE_STOCK;
import static dev.simbroker.examples.OrderSaga.Action.SHIP;
import static dev.simbroker.junit.SimulationAssertions.assertEventuallyTrue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.examples.OrderSaga.Action;
import dev.simbroker.examples.OrderSaga.Command;
import dev.simbroker.examples.OrderSaga.Payment;
import dev.simbroker.junit.SchedulePolicy;
import dev.simbroker.junit.SimulationTest;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;

/** The same in simulated time, with the time-out of production, and what nobody tests by the wall clock. */
class OrderSagaTest {

    static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final List<Command> given = new ArrayList<>();
    private Subscriber<Command> commands;

    @BeforeEach
    void start(Simulation simulation, Broker broker) {
        commands = broker.subscribe(OrderSaga.COMMANDS);
        startSaga(simulation, broker);
    }

    void startSaga(Simulation simulation, Broker broker) {
        new OrderSaga(broker, simulation.scheduledExecutor("time-out"), TIMEOUT);
    }

    // ---- the same ----

    @SimulationTest
    void orderThatIsPaid_isShipped_andNothingMore(Simulation simulation, Broker broker) throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        simulation.sleep(Duration.ofMinutes(1));
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", true));

        simulation.awaitQuiescence();
        assertThat(actions("order 1")).containsExactly(RESERVE_STOCK, REQUEST_PAYMENT, SHIP);
    }

    @SimulationTest
    void orderThatIsDeclined_releasesItsStock(Simulation simulation, Broker broker) throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        simulation.sleep(Duration.ofMinutes(1));
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", false));

        assertEventuallyTrue(simulation, Duration.ZERO, () -> actions("order 1").contains(RELEASE_STOCK));
    }

    @SimulationTest
    void orderThatIsNotPaidInTime_releasesItsStock(Simulation simulation, Broker broker) throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");

        simulation.sleep(TIMEOUT.minusNanos(1));
        assertThat(actions("order 1")).containsExactly(RESERVE_STOCK, REQUEST_PAYMENT);
        assertEventuallyTrue(
                simulation, Duration.ofNanos(1), () -> actions("order 1").contains(RELEASE_STOCK));
    }

    @SimulationTest
    void orderThatIsPaidTooLate_isPaidBack(Simulation simulation, Broker broker) throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        simulation.sleep(Duration.ofDays(3));
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", true));

        simulation.awaitQuiescence();
        assertThat(actions("order 1")).containsExactly(RESERVE_STOCK, REQUEST_PAYMENT, RELEASE_STOCK, REFUND);
    }

    // ---- and more ----

    @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, preemptions = 1)
    void paymentAtTheInstantOfTheTimeout_shipsOrIsPaidBack(Simulation simulation, Broker broker) throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        simulation.sleep(TIMEOUT);
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", true));

        simulation.awaitQuiescence();
        assertThat(EnumSet.copyOf(actions("order 1")))
                .isIn(
                        EnumSet.of(RESERVE_STOCK, REQUEST_PAYMENT, SHIP),
                        EnumSet.of(RESERVE_STOCK, REQUEST_PAYMENT, RELEASE_STOCK, REFUND));
    }

    @SimulationTest(seeds = 100)
    void everyOrderOfADay_isShippedOrCancelled_andNothingIsPaidInVain(
            Simulation simulation, Broker broker, RandomGenerator random) throws Exception {
        var paid = bank(simulation, broker, random);
        for (int n = 1; n <= 50; n++) {
            broker.publish(OrderSaga.ORDERS, "order " + n);
            simulation.sleep(Duration.ofMinutes(random.nextInt(60)));
        }
        simulation.awaitQuiescence();
        for (int n = 1; n <= 50; n++) {
            var actions = actions("order " + n);
            assertThat(actions).doesNotHaveDuplicates();
            assertThat(actions.contains(SHIP)).isNotEqualTo(actions.contains(RELEASE_STOCK));
            assertThat(actions.contains(SHIP) || actions.contains(REFUND)).isEqualTo(paid.contains("order " + n));
        }
    }

    /** Answers each request twice, once or never, now or later; returns the orders that are paid. */
    private static Set<String> bank(Simulation simulation, Broker broker, RandomGenerator random) {
        var paid = new HashSet<String>();
        broker.consume(OrderSaga.COMMANDS, Subscription.named("bank"), 10, delivery -> {
            var command = delivery.payload();
            if (command.action() == REQUEST_PAYMENT) {
                for (int answers = random.nextInt(3); answers > 0; answers--) {
                    simulation.sleep(Duration.ofMinutes(random.nextInt(20)));
                    var payment = new Payment(command.order(), random.nextBoolean());
                    if (payment.accepted()) {
                        paid.add(payment.order());
                    }
                    broker.publish(OrderSaga.PAYMENTS, payment);
                }
            }
        });
        return paid;
    }

    private List<Action> actions(String order) {
        for (var next = commands.tryReceive(); next.isPresent(); next = commands.tryReceive()) {
            given.add(next.get().payload());
        }
        return given.stream()
                .filter(command -> command.order().equals(order))
                .map(Command::action)
                .toList();
    }
}

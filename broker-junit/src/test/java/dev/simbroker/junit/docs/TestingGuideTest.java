package dev.simbroker.junit.docs;

import static dev.simbroker.junit.SimulationAssertions.assertAttempts;
import static dev.simbroker.junit.SimulationAssertions.assertDeadLettered;
import static dev.simbroker.junit.SimulationAssertions.assertEventually;
import static dev.simbroker.junit.SimulationAssertions.assertNoneUnrouted;
import static dev.simbroker.junit.SimulationAssertions.assertNothingMoreDelivered;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.junit.AttemptOutcome;
import dev.simbroker.junit.Journal;
import dev.simbroker.junit.SchedulePolicy;
import dev.simbroker.junit.SimulationExtension;
import dev.simbroker.junit.SimulationTest;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of the guide to testing, which {@link DocsTest} compares with it. */
class TestingGuideTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Topic<DeadLetter> DEAD_ORDERS = Topic.of("orders.dead", DeadLetter.class);

    @SimulationTest
    void slowConsumerShowsInTheLatency(Simulation simulation, Broker broker, MeterRegistry meters) throws Exception {
        var reports = broker.subscribe(ORDERS, Subscription.named("reports"));
        broker.publish(ORDERS, "order 1");
        simulation.sleep(Duration.ofHours(1));
        reports.receive();
        assertEquals(1, meters.get("broker.delivery.latency.max").timeGauge().value(TimeUnit.HOURS));
    }

    @SimulationTest
    void rejectedOrderIsCounted(Broker broker, MeterRegistry meters) throws Exception {
        var billing = broker.subscribe(
                ORDERS, Subscription.named("billing").atLeastOnce().deadLetter(DEAD_ORDERS));
        broker.publish(ORDERS, "order 1");
        billing.receive().reject();
        assertEquals(1, meters.get("broker.deadlettered").functionCounter().count());
    }

    @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, preemptions = 2)
    void plainFieldNeedsAPointOfDecision(Simulation simulation) throws Exception {
        var balance = new AtomicInteger(100);
        for (String who : List.of("Anna", "Ben")) {
            simulation.spawn(who, () -> {
                int seen = balance.get();
                simulation.sleep(Duration.ZERO); // here others may come between
                if (seen >= 80) {
                    balance.compareAndSet(seen, seen - 80);
                }
            });
        }
        simulation.awaitQuiescence();
        assertEquals(20, balance.get());
    }

    @SimulationTest
    void acknowledgedOrderNeverComesAgain(Simulation simulation, Broker broker) throws Exception {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));
        broker.publish(ORDERS, "order 1");
        billing.receive().ack();
        assertNothingMoreDelivered(simulation, billing);
    }

    @SimulationTest
    void everyOrderIsBilledWithinTenMinutes(Simulation simulation, Broker broker) throws Exception {
        var billed = new ArrayList<String>();
        broker.consume(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofHours(1)), 1, delivery -> {
            simulation.sleep(Duration.ofMinutes(7));
            billed.add(delivery.payload());
        });
        broker.publish(ORDERS, "order 1");
        assertEventually(simulation, Duration.ofMinutes(10), () -> assertEquals(List.of("order 1"), billed));
        assertEquals(Duration.ofMinutes(7), simulation.elapsed());
    }

    @SimulationTest
    void orderThatCannotBeBilled_isADeadLetter(Simulation simulation, Broker broker, Journal journal) throws Exception {
        var support = broker.subscribe(DEAD_ORDERS, Subscription.named("support"));
        broker.consume(
                ORDERS,
                Subscription.named("billing").atLeastOnce().deliveryLimit(3).deadLetter(DEAD_ORDERS),
                1,
                delivery -> {
                    throw new IllegalStateException("no such customer");
                });
        broker.publish(ORDERS, "order 1");

        var order = support.receive().payload().message();
        assertDeadLettered(journal, order, "billing", RemovalReason.DELIVERY_LIMIT);
        assertNoneUnrouted(journal);
    }

    @SimulationTest
    void orderIsBilledAtTheThirdAttempt(Simulation simulation, Broker broker, Journal journal) throws Exception {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));
        broker.publish(ORDERS, "order 1");
        billing.receive();
        billing.receive().nack(); // 30 s later: the lease of the first has run out
        var third = billing.receive();
        third.ack();

        assertAttempts(
                journal,
                third.message(),
                "billing",
                AttemptOutcome.LEASE_EXPIRED,
                AttemptOutcome.NACKED,
                AttemptOutcome.ACKED);
        assertEquals(
                "attempt 1 by 'billing' at 2000-01-01T00:00:00Z: LEASE_EXPIRED at 2000-01-01T00:00:30Z,"
                        + " to be delivered again after PT0S",
                journal.history(third.message())
                        .in("billing")
                        .attempts()
                        .getFirst()
                        .toString());
    }

    @SimulationTest(seeds = 100)
    void noOrderIsLost(Simulation simulation, Broker broker, RandomGenerator random) throws Exception {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce());
        for (String shop : List.of("Berlin", "Lisbon")) {
            simulation.spawn(shop, () -> {
                simulation.sleep(Duration.ofSeconds(random.nextInt(60)));
                broker.publish(ORDERS, "order of " + shop);
            });
        }
        var orders = new HashSet<String>();
        for (int n = 1; n <= 2; n++) {
            var delivery = billing.receive();
            orders.add(delivery.payload());
            delivery.ack();
        }
        assertEquals(Set.of("order of Berlin", "order of Lisbon"), orders);
    }

    @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE)
    void noOrderOfTwoWithdrawalsOverdraws(Simulation simulation) throws Exception {
        Mailbox<Integer> account = Mailbox.unbounded(simulation, "account");
        account.put(100);
        for (String who : List.of("Anna", "Ben")) {
            simulation.spawn(who, () -> {
                int balance = account.take();
                account.put(balance >= 80 ? balance - 80 : balance);
            });
        }
        simulation.awaitQuiescence();
        assertEquals(20, account.take());
    }

    @SimulationTest(audit = true)
    void doesTheSameTwice(Simulation simulation, Broker broker, RandomGenerator random) throws Exception {
        broker.publish(ORDERS, "order " + random.nextInt(1000)); // with UUID.randomUUID() it would fail
        simulation.sleep(Duration.ofSeconds(random.nextInt(60)));
    }

    @Nested
    class OwnBroker {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .start(Instant.parse("2030-12-31T23:59:00Z"))
                .broker(simulation -> Broker.builder(simulation).name("shop").build())
                .build();

        @SimulationTest
        void newYearComesToTheShop(Simulation simulation, Broker broker) throws Exception {
            simulation.sleep(Duration.ofMinutes(1));
            assertEquals(2031, Year.now(simulation.clock()).getValue());
            assertEquals("shop", broker.name());
        }
    }
}

package dev.simbroker.examples;

import static dev.simbroker.junit.SimulationAssertions.assertOrderPerKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.junit.Journal;
import dev.simbroker.junit.SchedulePolicy;
import dev.simbroker.junit.SimulationExtension;
import dev.simbroker.junit.SimulationTest;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same in simulated time, and what nobody tests by the wall clock. */
class OutboxRelayTest {

    private static final Duration WINDOW = Duration.ofHours(1);

    @RegisterExtension
    static final SimulationExtension SIMULATION = SimulationExtension.builder()
            .broker(simulation ->
                    Broker.builder(simulation).deduplication(WINDOW, 100_000).build())
            .build();

    private final TestOutbox outbox = new TestOutbox();
    private final List<String> events = new ArrayList<>();
    private Simulation simulation;
    private Broker broker;
    private ScheduledExecutorService executor;

    @BeforeEach
    void start(Simulation itsSimulation, Broker itsBroker) {
        simulation = itsSimulation;
        broker = itsBroker;
        var subscription = Subscription.named("stock").atLeastOnce();
        broker.consume(OutboxRelay.EVENTS, subscription, 1, delivery -> events.add(delivery.payload()));
        startRelay();
    }

    private void startRelay() {
        executor = simulation.scheduledExecutor("relay");
        OutboxRelay.start(outbox, broker, simulation.clock(), executor);
    }

    private void crash() {
        executor.shutdownNow();
        throw new IllegalStateException("the machine is gone");
    }

    // ---- the same ----

    @SimulationTest
    void event_isPublishedWithinASecond() throws Exception {
        simulation.sleep(Duration.ofMillis(1));
        outbox.insert("cart 1", "opened");
        simulation.sleep(Duration.ofMillis(998));
        assertThat(events).isEmpty();
        simulation.sleep(Duration.ofMillis(1));
        simulation.awaitIdle();
        assertThat(events).containsExactly("opened");
    }

    @SimulationTest
    void eventsOfAnAggregate_keepTheirOrder() throws Exception {
        outbox.insert("cart 1", "opened");
        outbox.insert("cart 1", "filled");
        outbox.insert("cart 1", "paid");
        simulation.sleep(Duration.ofSeconds(2));
        assertThat(events).containsExactly("opened", "filled", "paid");
    }

    @SimulationTest
    void databaseThatIsDown_doesNotStopTheRelay() throws Exception {
        outbox.down(true);
        simulation.sleep(Duration.ofHours(1));
        outbox.down(false);
        outbox.insert("cart 1", "opened");
        simulation.sleep(Duration.ofSeconds(2));
        assertThat(events).containsExactly("opened");
    }

    // ---- the same, and how far it reaches ----

    @SimulationTest
    @ParameterizedTest
    @CsvSource({"PT1S, 1", "PT59M59S, 1", "PT1H, 2"})
    void crashBetweenPublishingAndMarking_publishesOnce_withinAnHour(Duration pause, int times) throws Exception {
        outbox.beforeMarking(row -> crash());
        outbox.insert("cart 1", "opened");
        simulation.sleep(Duration.ofSeconds(1));
        outbox.beforeMarking(row -> {});
        simulation.sleep(pause.minusSeconds(1));
        startRelay();

        simulation.sleep(Duration.ofMinutes(1));
        assertThat(outbox.unpublished(1)).isEmpty();
        assertThat(events).isEqualTo(Collections.nCopies(times, "opened"));
    }

    // ---- and more ----

    @SimulationTest(seeds = 100)
    void crashesAnywhere_loseNothing_doubleNothing_andKeepTheOrder(RandomGenerator random, Journal journal)
            throws Exception {
        outbox.beforeMarking(row -> {
            if (random.nextInt(5) == 0) {
                crash();
            }
        });
        simulation.spawnBackground("supervisor", () -> {
            while (true) {
                simulation.sleep(Duration.ofSeconds(random.nextInt(60)));
                if (executor.isShutdown()) {
                    startRelay();
                }
            }
        });
        var billed = new ArrayList<String>();
        billing(random, billed);

        var inserted = new ArrayList<String>();
        for (int n = 1; n <= 60; n++) {
            outbox.insert("cart " + n % 3, "event " + n);
            inserted.add("event " + n);
            simulation.sleep(Duration.ofSeconds(random.nextInt(3)));
        }
        simulation.sleep(Duration.ofHours(1));
        assertThat(billed).containsExactlyInAnyOrderElementsOf(inserted);
        assertOrderPerKey(journal, "billing");
    }

    /** Two at work, which take their time, and fail now and then. */
    private void billing(RandomGenerator random, List<String> billed) {
        var subscription = Subscription.named("billing").atLeastOnce().deliveryLimit(Subscription.UNLIMITED);
        for (int n = 1; n <= 2; n++) {
            broker.consume(OutboxRelay.EVENTS, subscription.assignment(Assignment.BY_KEY), 1, delivery -> {
                simulation.sleep(Duration.ofSeconds(random.nextInt(4)));
                if (random.nextInt(5) == 0) {
                    throw new IllegalStateException("not now");
                }
                billed.add(delivery.payload());
            });
        }
    }

    @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE, preemptions = 1)
    void twoRelaysAtOnce_doubleNothing_andKeepTheOrder() throws Exception {
        outbox.insert("cart 1", "opened");
        outbox.insert("cart 1", "paid");
        startRelay(); // the new version, while the old one still runs

        simulation.sleep(Duration.ofMillis(500));
        assertThat(events).containsExactly("opened", "paid");
        assertThat(outbox.unpublished(1)).isEmpty();
    }

    @SimulationTest
    void publishedRows_areDeletedAfterADay() throws Exception {
        outbox.insert("cart 1", "opened");
        simulation.sleep(OutboxRelay.KEPT);
        assertThat(outbox.size()).isEqualTo(1);
        simulation.sleep(Duration.ofSeconds(2));
        assertThat(outbox.size()).isZero();
    }
}

package dev.simbroker.metrics;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerMetricsTest {

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.builder(simulation).name("shop").build();
    private final MeterRegistry registry =
            new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));

    @AfterEach
    void close() {
        simulation.close();
    }

    private void bind() {
        new BrokerMetrics(broker).bindTo(registry);
    }

    private double published(String destination, String outcome) {
        return registry.get("broker.published")
                .tags("broker", "shop", "destination", destination, "outcome", outcome)
                .functionCounter()
                .count();
    }

    private double count(String name, String destination, String subscription) {
        return registry.get(name)
                .tags("broker", "shop", "destination", destination, "subscription", subscription)
                .functionCounter()
                .count();
    }

    @Test
    void counters_followTheBroker() {
        bind();
        broker.tryPublish(ORDERS, "lost");
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        var audit = broker.subscribe(List.of(ORDERS, USERS), Subscription.named("audit"));
        broker.tryPublish(ORDERS, "a");
        broker.tryPublish(ORDERS, "b");
        broker.tryPublish(USERS, "u");
        billing.tryReceive();
        for (int n = 0; n < 3; n++) {
            audit.tryReceive();
        }

        assertThat(published("orders", "accepted")).isEqualTo(2);
        assertThat(published("orders", "unrouted")).isEqualTo(1);
        assertThat(published("users", "accepted")).isEqualTo(1);
        assertThat(count("broker.delivered", "orders", "billing")).isEqualTo(2);
        assertThat(count("broker.received", "orders", "billing")).isEqualTo(1);
        assertThat(count("broker.received", "orders", "audit")).isEqualTo(2);
        assertThat(count("broker.received", "users", "audit")).isEqualTo(1);
    }

    @Test
    void gauges_showTheQueue_inSimulatedTime() {
        bind();
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        var depth = registry.get("broker.queue.depth")
                .tag("subscription", "billing")
                .gauge();
        var age = registry.get("broker.queue.oldest.age")
                .tag("subscription", "billing")
                .timeGauge();
        assertThat(depth.value()).isZero();
        assertThat(age.value(TimeUnit.SECONDS)).isZero();

        broker.tryPublish(ORDERS, "a");
        simulation.runFor(Duration.ofSeconds(10));
        broker.tryPublish(ORDERS, "b");
        simulation.runFor(Duration.ofSeconds(5));

        assertThat(depth.value()).isEqualTo(2);
        assertThat(age.value(TimeUnit.SECONDS)).isEqualTo(15);
        billing.tryReceive();
        assertThat(age.value(TimeUnit.SECONDS)).isEqualTo(5);
    }

    @Test
    void latency_isTheTimeFromPublicationToReceipt() {
        bind();
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        broker.tryPublish(ORDERS, "a");
        simulation.runFor(Duration.ofSeconds(2));
        broker.tryPublish(ORDERS, "b");
        simulation.runFor(Duration.ofSeconds(4));
        billing.tryReceive();
        billing.tryReceive();

        var latency = registry.get("broker.delivery.latency")
                .tags("broker", "shop", "destination", "orders", "subscription", "billing")
                .functionTimer();
        assertThat(latency.count()).isEqualTo(2);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(10);
        assertThat(registry.get("broker.delivery.latency.max").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(6);
    }

    @Test
    void latency_mayAddUpToMoreThanALongHasNanoseconds() {
        bind();
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        broker.tryPublish(ORDERS, "a");
        broker.tryPublish(ORDERS, "b");
        var age = Duration.ofDays(200 * 365);
        simulation.runFor(age);
        billing.tryReceive();
        billing.tryReceive();

        assertThat(billing.statistics().totalLatency()).isEqualTo(age.multipliedBy(2));
        assertThat(registry.get("broker.delivery.latency").functionTimer().totalTime(TimeUnit.DAYS))
                .isEqualTo(2 * 200 * 365);
        assertThat(registry.get("broker.delivery.latency.max").timeGauge().value(TimeUnit.DAYS))
                .isEqualTo(200 * 365);
    }

    @Test
    void bindingLate_showsWhatIsThere() {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        broker.tryPublish(ORDERS, "a");
        billing.tryReceive();

        bind();

        assertThat(published("orders", "accepted")).isEqualTo(1);
        assertThat(count("broker.received", "orders", "billing")).isEqualTo(1);
    }

    @Test
    void deletingASubscription_removesItsMeters_andNoOthers() {
        bind();
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        broker.subscribe(ORDERS, Subscription.named("audit"));

        billing.close();
        broker.deleteSubscription(ORDERS, "billing");

        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getTag("subscription"))
                        .collect(Collectors.toSet()))
                .containsOnly("audit", null);
        broker.subscribe(ORDERS, Subscription.named("billing"));
        broker.tryPublish(ORDERS, "again");
        assertThat(count("broker.delivered", "orders", "billing")).isEqualTo(1);
    }

    @Test
    void names_followTheConventions_andHaveTheSameTagKeys() {
        bind();
        broker.subscribe(ORDERS);
        broker.subscribe(USERS);
        broker.tryPublish(ORDERS, "a");

        var keys = registry.getMeters().stream()
                .map(Meter::getId)
                .collect(Collectors.groupingBy(
                        Meter.Id::getName,
                        Collectors.mapping(
                                id -> id.getTags().stream().map(Tag::getKey).toList(), Collectors.toSet())));
        assertThat(keys.keySet())
                .allMatch(name -> name.matches("broker(\\.[a-z]+)+"))
                .noneMatch(name -> name.contains("total") || name.contains("seconds"))
                .containsExactlyInAnyOrder(
                        "broker.published",
                        "broker.delivered",
                        "broker.received",
                        "broker.acked",
                        "broker.nacked",
                        "broker.redelivered",
                        "broker.dropped",
                        "broker.deadlettered",
                        "broker.inflight",
                        "broker.handlers",
                        "broker.filtered",
                        "broker.process",
                        "broker.queue.depth",
                        "broker.queue.oldest.age",
                        "broker.delivery.latency",
                        "broker.delivery.latency.max");
        assertThat(keys.values()).allSatisfy(sets -> assertThat((Set<?>) sets).hasSize(1));
    }

    @Test
    void twoBrokersOfOneName_areNotMixedUp() {
        bind();
        broker.tryPublish(ORDERS, "a");
        var other = Broker.builder(simulation).name("shop").build();

        assertThatIllegalStateException()
                .isThrownBy(() -> new BrokerMetrics(other).bindTo(registry))
                .withMessage("the registry has meters of a broker 'shop' already:"
                        + " give each broker a name of its own, or close the other's metrics");
        assertThatIllegalStateException().isThrownBy(this::bind);
    }

    @Test
    void closing_removesAllMeters_andCountsNothingMore() {
        var metrics = new BrokerMetrics(broker);
        metrics.bindTo(registry);
        var billing = broker.subscribe(ORDERS);
        metrics.close();
        broker.tryPublish(ORDERS, "a");
        billing.tryReceive();

        assertThat(registry.getMeters()).isEmpty();
        bind();
        assertThat(published("orders", "accepted")).isEqualTo(1);
    }

    @Test
    void handlers_areTimed_byOutcome() {
        bind();
        var subscription = Subscription.named("billing").atLeastOnce();
        broker.consume(ORDERS, subscription, 1, delivery -> {
            simulation.sleep(Duration.ofSeconds(2));
            if (delivery.attempt() == 1) {
                throw new IllegalStateException("on purpose");
            }
        });
        broker.tryPublish(ORDERS, "a");
        simulation.run();

        for (var outcome : List.of("success", "failure")) {
            var timer = registry.get("broker.process").tag("outcome", outcome).timer();
            assertThat(timer.count()).isEqualTo(1);
            assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void whatHappensToAMessage_isCountedUnderItsTag() {
        bind();
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(10)));
        for (int n = 0; n < 5; n++) {
            broker.tryPublish(ORDERS, "" + n);
        }
        billing.tryReceive().orElseThrow().ack();
        billing.tryReceive().orElseThrow().reject();
        billing.tryReceive().orElseThrow().nack(Duration.ofHours(1));
        billing.tryReceive();
        simulation.runFor(Duration.ofSeconds(5));
        billing.tryReceive().orElseThrow().nack();
        simulation.runFor(Duration.ofSeconds(5));

        assertThat(count("broker.acked", "orders", "billing")).isEqualTo(1);
        assertThat(tagged("broker.nacked", "action", "reject")).isEqualTo(1);
        assertThat(tagged("broker.nacked", "action", "delay")).isEqualTo(1);
        assertThat(tagged("broker.nacked", "action", "requeue")).isEqualTo(1);
        assertThat(tagged("broker.redelivered", "cause", "lease-expired")).isEqualTo(1);
        assertThat(tagged("broker.redelivered", "cause", "nacked")).isEqualTo(2);
        assertThat(tagged("broker.dropped", "reason", "rejected")).isEqualTo(1);
        assertThat(registry.get("broker.queue.depth")
                        .tag("state", "delayed")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("broker.inflight").gauge().value()).isZero();
    }

    private double tagged(String name, String key, String value) {
        return registry.get(name).tag(key, value).functionCounter().count();
    }

    @Test
    void clock_followsTheSimulation() {
        var clock = new SchedulerClock(simulation);
        simulation.runFor(Duration.ofSeconds(3));

        assertThat(clock.monotonicTime()).isEqualTo(3_000_000_000L);
        assertThat(clock.wallTime())
                .isEqualTo(Simulation.DEFAULT_START.plusSeconds(3).toEpochMilli());
    }

    @Test
    void rates_followTheSimulation() {
        var stepping = new SimpleMeterRegistry(
                new SimpleConfig() {
                    @Override
                    @SuppressWarnings("NullAway") // null is how a config says "the default"
                    public String get(String key) {
                        return null;
                    }

                    @Override
                    public io.micrometer.core.instrument.simple.CountingMode mode() {
                        return io.micrometer.core.instrument.simple.CountingMode.STEP;
                    }

                    @Override
                    public Duration step() {
                        return Duration.ofSeconds(10);
                    }
                },
                new SchedulerClock(simulation));
        new BrokerMetrics(broker).bindTo(stepping);
        broker.subscribe(ORDERS, Subscription.named("billing"));
        var delivered = stepping.get("broker.delivered").functionCounter();
        simulation.runFor(Duration.ofSeconds(1));
        broker.tryPublish(ORDERS, "a");
        delivered.count();

        simulation.runFor(Duration.ofSeconds(9));
        assertThat(delivered.count()).isEqualTo(1);
        simulation.runFor(Duration.ofSeconds(10));
        assertThat(delivered.count()).isZero();
    }
}

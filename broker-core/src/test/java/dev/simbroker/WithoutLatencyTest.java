package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A broker that measures no latency does everything else as usual. */
class WithoutLatencyTest {

    private static final Subscription BILLING = Subscription.named("billing");

    private static Broker broker(Scheduler scheduler) {
        return Broker.builder(scheduler).withoutLatency().audited(false).build();
    }

    @Test
    void aBroker_measuresLatency_unlessToldNotTo() {
        var simulation = Simulation.create();

        assertThat(Broker.create(simulation).measuresLatency()).isTrue();
        assertThat(broker(simulation).measuresLatency()).isFalse();
    }

    @Test
    void latencyOfADelivery_isRefused_withTheBrokersName() {
        var simulation = Simulation.create();
        var broker = Broker.builder(simulation).name("shop").withoutLatency().build();
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.tryPublish(ORDERS, "a");
        var delivery = billing.tryReceive().orElseThrow();

        assertThatThrownBy(delivery::latency)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'shop'")
                .hasMessageContaining("withoutLatency()");
    }

    @Test
    void everythingElse_isAsEver() {
        var simulation = Simulation.create();
        var broker = broker(simulation);
        var billing = broker.subscribe(ORDERS, BILLING);
        broker.tryPublish(ORDERS, "a");
        broker.tryPublish(ORDERS, "b");
        simulation.runFor(Duration.ofSeconds(3));

        assertThat(billing.tryReceive().orElseThrow().payload()).isEqualTo("a");
        assertThat(simulation.call(billing::receive).payload()).isEqualTo("b");
        var figures = broker.subscriptions().getFirst();
        assertThat(figures.received()).isEqualTo(2);
        assertThat(figures.settled()).isEqualTo(2);
        assertThat(figures.totalLatency()).isZero();
        assertThat(figures.maxLatency()).isZero();
    }

    @Test
    void attempts_haveTheirTimesNevertheless() {
        var simulation = Simulation.create();
        var broker = broker(simulation);
        var billing = broker.subscribe(ORDERS, BILLING.atLeastOnce(Duration.ofSeconds(10)));
        broker.tryPublish(ORDERS, "a");
        simulation.runFor(Duration.ofSeconds(3));
        assertThat(billing.tryReceive()).isPresent();
        simulation.runFor(Duration.ofSeconds(10));

        var second = billing.tryReceive().orElseThrow();
        assertThat(second.history()).singleElement().satisfies(attempt -> {
            assertThat(attempt.received()).isEqualTo(simulation.spi().instant(3_000_000_000L));
            assertThat(attempt.ended()).isEqualTo(simulation.spi().instant(13_000_000_000L));
        });
        assertThat(second.ack().isDone()).isTrue();
        assertThat(broker.subscriptions().getFirst().totalLatency()).isZero();
    }

    @Test
    void onTheWallClock_aReceiverThatWaits_andOneThatIsBehind_getEveryMessage() throws InterruptedException {
        try (var scheduler = Scheduler.live()) {
            var broker = broker(scheduler);
            var billing = broker.subscribe(ORDERS, BILLING);
            var first = scheduler.spawn("publisher", () -> {
                broker.publish(ORDERS, "a");
                broker.publish(ORDERS, "b");
                broker.publish(ORDERS, "c");
            });
            assertThat(billing.receive().payload()).isEqualTo("a");
            first.join();

            assertThat(billing.receive().payload()).isEqualTo("b");
            var last = billing.receive();
            assertThat(last.payload()).isEqualTo("c");
            assertThatThrownBy(last::latency).isInstanceOf(IllegalStateException.class);
            assertThat(broker.subscriptions().getFirst().received()).isEqualTo(3);
            assertThat(broker.subscriptions().getFirst().totalLatency()).isZero();
        }
    }

    @Test
    void meters_areAllButThoseOfLatency() {
        var broker = broker(Simulation.create());
        var registry = new SimpleMeterRegistry();
        new BrokerMetrics(broker).bindTo(registry);
        broker.createSubscription(ORDERS, BILLING);

        assertThat(registry.find("broker.received").meters()).hasSize(1);
        assertThat(registry.find("broker.delivery.latency").meters()).isEmpty();
        assertThat(registry.find("broker.delivery.latency.max").meters()).isEmpty();
    }
}

package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.queue.Select;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The examples of the guide, which {@link DocsTest} compares with it. */
class GuideTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Topic<String> USERS = Topic.of("user-activity", String.class);

    private final List<String> log = new ArrayList<>();

    @Test
    void processes() {
        try (var simulation = Simulation.create()) {
            simulation.spawn("tick", () -> {
                while (true) {
                    log.add(simulation.elapsed() + " tick");
                    simulation.sleep(Duration.ofSeconds(2));
                }
            });
            simulation.spawn("tock", () -> {
                while (true) {
                    simulation.sleep(Duration.ofSeconds(1));
                    log.add(simulation.elapsed() + " tock");
                    simulation.sleep(Duration.ofSeconds(1));
                }
            });
            simulation.runFor(Duration.ofSeconds(4));
        }
        assertThat(log).containsExactly("PT0S tick", "PT1S tock", "PT2S tick", "PT3S tock", "PT4S tick");
    }

    @Test
    void timers() {
        try (var simulation = Simulation.create()) {
            var alarm = simulation.schedule(Duration.ofMinutes(5), () -> log.add("ring"));
            simulation.runFor(Duration.ofMinutes(4));
            assertThat(alarm.cancel()).isTrue();
            simulation.runFor(Duration.ofMinutes(4));
        }
        assertThat(log).isEmpty();
    }

    @Test
    void clock() {
        try (var simulation = Simulation.builder()
                .start(Instant.parse("2030-12-31T23:59:59Z"))
                .seed(42)
                .build()) {
            var clock = simulation.clock(); // a java.time.Clock for the code under test
            simulation.runFor(Duration.ofSeconds(1));
            assertThat(clock.instant()).isEqualTo("2031-01-01T00:00:00Z");
        }
    }

    @Test
    void interrupt() {
        try (var simulation = Simulation.create()) {
            var worker = simulation.spawn("worker", () -> {
                try {
                    simulation.sleep(Duration.ofDays(1));
                } catch (InterruptedException e) {
                    log.add("stopped after " + simulation.elapsed());
                }
            });
            simulation.run(() -> {
                simulation.sleep(Duration.ofSeconds(3));
                worker.interrupt();
                worker.join();
            });
        }
        assertThat(log).containsExactly("stopped after PT3S");
    }

    @Test
    void background() {
        try (var simulation = Simulation.create()) {
            simulation.spawnBackground("heartbeat", () -> {
                while (true) {
                    log.add("alive");
                    simulation.sleep(Duration.ofSeconds(1));
                }
            });
            simulation.spawn("work", () -> simulation.sleep(Duration.ofMillis(2500)));
            simulation.run(); // ends with the work
        }
        assertThat(log).hasSize(3);
    }

    @Test
    void mailbox() {
        try (var simulation = Simulation.create()) {
            Mailbox<String> mailbox = Mailbox.bounded(simulation, "jobs", 1);
            simulation.spawn("producer", () -> {
                mailbox.put("first");
                mailbox.put("second"); // waits until the first is taken
                log.add("done after " + simulation.elapsed());
            });
            simulation.run(() -> {
                simulation.sleep(Duration.ofSeconds(10));
                assertThat(mailbox.take()).isEqualTo("first");
                assertThat(mailbox.poll(1, TimeUnit.SECONDS)).isEqualTo("second");
                assertThat(mailbox.poll(1, TimeUnit.SECONDS)).isNull();
            });
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(11));
        }
        assertThat(log).containsExactly("done after PT10S");
    }

    @Test
    void select() {
        try (var simulation = Simulation.create()) {
            Mailbox<String> urgent = Mailbox.unbounded(simulation, "urgent");
            Mailbox<String> normal = Mailbox.unbounded(simulation, "normal");
            normal.add("n1");
            normal.add("n2");
            urgent.add("u1");
            try (Select<String> select = Select.of(simulation, List.of(urgent, normal))) {
                simulation.run(() -> {
                    for (int n = 0; n < 3; n++) {
                        log.add(select.select().element());
                    }
                    assertThat(select.select(Duration.ofSeconds(1))).isEmpty();
                });
            }
        }
        assertThat(log).containsExactly("u1", "n1", "n2");
    }

    @Test
    void fanOut() {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var inventory = broker.subscribe(ORDERS, Subscription.named("inventory"));
            var analytics = broker.subscribe(List.of(ORDERS, USERS), Subscription.named("analytics"));

            simulation.run(() -> {
                broker.publish(USERS, "login");
                broker.publish(ORDERS, "order 1");

                assertThat(inventory.receive().payload()).isEqualTo("order 1");
                assertThat(analytics.receive().payload()).isEqualTo("order 1"); // orders were declared first
                assertThat(analytics.receive().payload()).isEqualTo("login");
                assertThat(inventory.receive(Duration.ofSeconds(5))).isEmpty();
            });
        }
    }

    @Test
    void publishing() {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            simulation.run(() -> {
                var publication =
                        Publication.of(ORDERS, "order 1").key("customer 7").header("trace", "abc");
                switch (broker.publish(publication)) {
                    case PublishResult.Accepted accepted -> log.add("to " + accepted.subscriptions());
                    case PublishResult.Unrouted unrouted -> log.add("nobody wants message " + unrouted.id());
                    case PublishResult.Duplicate duplicate -> log.add("that was message " + duplicate.id());
                    case PublishResult.Rejected rejected -> log.add(rejected.subscription() + " is full");
                }
            });
        }
        assertThat(log).containsExactly("nobody wants message 1");
    }

    @Test
    void listener() {
        try (var simulation = Simulation.create()) {
            var broker = Broker.builder(simulation)
                    .name("shop")
                    .listener(new BrokerListener() {
                        @Override
                        public void published(Message<?> message) {
                            log.add("published " + message.payload());
                        }

                        @Override
                        public void received(Delivery<?> delivery) {
                            log.add(delivery.subscription() + " received " + delivery.payload());
                        }
                    })
                    .build();
            var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
            broker.tryPublish(ORDERS, "order 1");
            billing.tryReceive();
        }
        assertThat(log).containsExactly("published order 1", "billing received order 1");
    }

    @Test
    void counters() {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));
            new BrokerMetrics(broker).bindTo(registry);

            broker.subscribe(ORDERS, Subscription.named("billing"));
            broker.tryPublish(ORDERS, "order 1");

            var depth = registry.get("broker.queue.depth").tag("state", "ready").gauge();
            assertThat(depth.value()).isEqualTo(1);
        }
    }

    @Test
    void deadlock() {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var billing = broker.subscribe(ORDERS, Subscription.named("billing"));

            assertThatThrownBy(() -> simulation.run(() -> {
                        billing.receive(); // nobody will ever publish
                    }))
                    .isInstanceOf(DeadlockException.class)
                    .hasMessageContaining("'main' waits forever")
                    .hasMessageContaining("a message of subscription 'billing' on topic 'orders'")
                    .hasMessageContaining("GuideTest.java");
        }
    }
}

package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.Publication;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.TopicStatistics;
import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** The demo's scenario {@code original} on the broker, built as the demo builds it, without event lines. */
final class OriginalScenario implements AutoCloseable {

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.create(simulation);
    private final Subscriber<String> inventory;
    private final Subscriber<String> email;
    private final Subscriber<String> analytics;

    /** Creates the scenario, with meters like the demo or without. */
    OriginalScenario(boolean metered) {
        if (metered) {
            var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));
            new BrokerMetrics(broker).bindTo(registry);
        }
        var orders = Topic.of("orders", String.class);
        var activity = Topic.of("user-activity", String.class);
        publisher("OrderService", orders, Duration.ofSeconds(2));
        publisher("UserService", activity, Duration.ofMillis(1_500));
        inventory = subscriber("Inventory", List.of(orders), Duration.ofMillis(500));
        email = subscriber("Email", List.of(orders), Duration.ofSeconds(3));
        analytics = subscriber("Analytics", List.of(orders, activity), Duration.ofSeconds(1));
    }

    private void publisher(String name, Topic<String> topic, Duration interval) {
        var publisher = broker.publisher(name, topic);
        simulation.spawn(name, () -> {
            for (long n = 1; ; n++) {
                publisher.publish(Publication.of(topic, "Message " + n + " from " + name));
                simulation.sleep(interval);
            }
        });
    }

    private Subscriber<String> subscriber(String name, List<Topic<String>> topics, Duration processing) {
        var subscriber = broker.subscribe(topics, Subscription.named(name));
        simulation.spawn(name, () -> {
            while (true) {
                subscriber.receive();
                simulation.sleep(processing);
            }
        });
        return subscriber;
    }

    ScenarioCounts run(Duration duration) {
        simulation.runFor(duration);
        return new ScenarioCounts(
                broker.topics().stream().mapToLong(TopicStatistics::accepted).sum(),
                broker.subscriptions().stream()
                        .mapToLong(SubscriptionStatistics::delivered)
                        .sum(),
                received(inventory),
                received(email),
                received(analytics));
    }

    private static long received(Subscriber<?> subscriber) {
        return subscriber.destinations().stream()
                .map(subscriber::statistics)
                .mapToLong(SubscriptionStatistics::received)
                .sum();
    }

    @Override
    public void close() {
        simulation.close();
    }
}

package dev.simbroker.demo;

import dev.simbroker.Broker;
import dev.simbroker.Publisher;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.demo.Scenario.PublisherSpec;
import dev.simbroker.demo.Scenario.SubscriberSpec;
import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** A scenario come alive: its publishers and subscribers as processes on one broker, and the meters of what they do. */
final class Model implements AutoCloseable {

    private final Simulation simulation;
    private final Broker broker;
    private final MeterRegistry registry;

    Model(Scenario scenario, long seed) {
        simulation = Simulation.builder().seed(seed).build();
        broker = Broker.create(simulation);
        registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));
        new BrokerMetrics(broker).bindTo(registry);
        scenario.publishers().forEach(this::start);
        scenario.subscribers().forEach(this::start);
    }

    private void start(PublisherSpec spec) {
        var publisher = broker.publisher(spec.name(), topic(spec.topic()));
        simulation.spawn(spec.name(), () -> publish(publisher, spec.interval()));
    }

    private void publish(Publisher<String> publisher, Duration interval) throws InterruptedException {
        for (long n = 1; ; n++) {
            publisher.publish("Message " + n + " from " + publisher.name());
            simulation.sleep(interval);
        }
    }

    private void start(SubscriberSpec spec) {
        var topics = spec.topics().stream().map(Model::topic).toList();
        var subscriber = broker.subscribe(topics, Subscription.named(spec.name()));
        simulation.spawn(spec.name(), () -> process(subscriber, spec.processing()));
    }

    private void process(Subscriber<String> subscriber, Duration processing) throws InterruptedException {
        while (true) {
            subscriber.receive();
            simulation.sleep(processing);
        }
    }

    private static Topic<String> topic(String name) {
        return Topic.of(name, String.class);
    }

    Simulation simulation() {
        return simulation;
    }

    Broker broker() {
        return broker;
    }

    MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        simulation.close();
    }
}

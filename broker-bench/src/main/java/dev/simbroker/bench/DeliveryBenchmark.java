package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.Guarantee;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Publishes, receives and settles a message in one process of a simulation, so that no thread switches occur. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class DeliveryBenchmark {

    private static final int MESSAGES = 10_000;
    private static final List<Integer> BATCH = Messages.numbered(MESSAGES);
    private static final long SUM = (long) MESSAGES * (MESSAGES + 1) / 2;
    private static final Topic<Integer> TOPIC = Topic.of("numbers", Integer.class);
    /** A lease that never expires. */
    private static final Duration LEASE = Duration.ofDays(36_500);

    /** The guarantee. */
    @Param("AT_MOST_ONCE")
    public Guarantee guarantee;

    /** The number of other messages on lease meanwhile. */
    @Param("0")
    public int open;

    /** Whether the broker has meters. */
    @Param("false")
    public boolean metrics;

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.create(simulation);
    private Subscriber<Integer> subscriber;

    /** Subscribes, and opens the leases that stay open. */
    @Setup
    public void start() {
        if (metrics) {
            var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));
            new BrokerMetrics(broker).bindTo(registry);
        }
        subscriber = broker.subscribe(TOPIC, subscription());
        simulation.run(() -> {
            for (int n = 0; n < open; n++) {
                broker.publish(TOPIC, n);
                subscriber.receive();
            }
        });
        System.gc(); // moves the open leases to the old generation before anything is measured
    }

    private Subscription subscription() {
        var subscription = Subscription.named("numbers");
        return switch (guarantee) {
            case AT_MOST_ONCE -> subscription;
            case AT_LEAST_ONCE -> subscription.atLeastOnce(LEASE);
            case EXACTLY_ONCE -> subscription.exactlyOnce(LEASE);
        };
    }

    /** Publishes, receives and settles one message. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long publishReceiveSettle() {
        long sum = simulation.call(this::deliver);
        Checks.same("the sum of the messages", sum, SUM);
        Checks.same(
                "the open leases", subscriber.statistics().inFlight(), guarantee == Guarantee.AT_MOST_ONCE ? 0 : open);
        return sum;
    }

    private long deliver() throws InterruptedException {
        long sum = 0;
        for (Integer message : BATCH) {
            broker.publish(TOPIC, message);
            var delivery = subscriber.receive();
            sum += delivery.payload();
            if (guarantee != Guarantee.AT_MOST_ONCE) {
                delivery.ack();
            }
        }
        return sum;
    }

    /** Ends the simulation. */
    @TearDown
    public void close() {
        simulation.close();
    }
}

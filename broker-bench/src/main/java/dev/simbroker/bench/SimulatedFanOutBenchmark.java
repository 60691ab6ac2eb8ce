package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.Subscriber;
import dev.simbroker.Topic;
import dev.simbroker.bench.Round.Receiver;
import dev.simbroker.time.Simulation;
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

/** One message to every subscriber in simulated time, at most once. Its counterpart is a {@link LiveFanOutBenchmark}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SimulatedFanOutBenchmark {

    private static final int MESSAGES = LiveFanOutBenchmark.MESSAGES;
    private static final List<Integer> BATCH = Messages.numbered(MESSAGES);
    private static final Topic<Integer> TOPIC = Topic.of("numbers", Integer.class);

    /** To how many. */
    @Param("4")
    public int subscribers;

    /** How many messages the publisher publishes before time goes on, and with it everybody else. */
    @Param("100")
    public int burst;

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.create(simulation);
    private Round round;

    /** Makes subscribers that wait. */
    @Setup
    public void start() {
        round = new Round(subscribers);
        round.receivers().forEach(this::start);
        simulation.run();
    }

    private void start(Receiver receiver) {
        Subscriber<Integer> subscriber = broker.subscribe(TOPIC);
        simulation.spawn(subscriber.name(), () -> {
            while (true) {
                receiver.accept(subscriber.receive().payload());
            }
        });
    }

    /** A message to all. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Round deliver() {
        round.begin(BATCH);
        simulation.spawn("publisher", this::publish);
        simulation.run();
        round.check();
        return round;
    }

    private void publish() throws InterruptedException {
        for (Integer message : BATCH) {
            broker.publish(TOPIC, message);
            if (message % burst == 0) {
                simulation.sleep(Duration.ofMillis(1));
            }
        }
    }

    /** Ends the simulation. */
    @TearDown
    public void close() {
        simulation.close();
    }
}

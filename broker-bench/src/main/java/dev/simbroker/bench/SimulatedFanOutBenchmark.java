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

/**
 * One message to every subscriber in simulated time, at most once, by a broker, and by hand on the bare loop. Its counterpart is a
 * {@link LiveFanOutBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SimulatedFanOutBenchmark {

    private static final int MESSAGES = LiveFanOutBenchmark.MESSAGES;
    private static final List<Integer> BATCH = Messages.numbered(MESSAGES);
    private static final Topic<Integer> TOPIC = Topic.of("numbers", Integer.class);
    private static final Duration PAUSE = Duration.ofMillis(1);

    /** Subscribers of a broker. */
    @State(Scope.Benchmark)
    public static class Simulated {

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
            round = new Round(subscribers, BATCH, MESSAGES /* nobody waits for less */);
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

        private void publish() throws InterruptedException {
            for (Integer message : BATCH) {
                broker.publish(TOPIC, message);
                if (message % burst == 0) {
                    simulation.sleep(PAUSE);
                }
            }
        }

        /** Ends the simulation. */
        @TearDown
        public void close() {
            simulation.close();
        }
    }

    /** The same by hand: a queue for each subscriber, which holds payloads and nothing else. */
    @State(Scope.Benchmark)
    public static class Bare {

        /** To how many. */
        @Param("4")
        public int subscribers;

        /** How many messages are published before time goes on. */
        @Param("100")
        public int burst;

        private final BareLoop loop = new BareLoop();
        private List<BareQueue<Integer>> queues;
        private Round round;

        /** Makes subscribers that wait. */
        @Setup
        public void start() {
            round = new Round(subscribers, BATCH, MESSAGES /* nobody waits for less */);
            queues = round.receivers().stream().map(this::start).toList();
            run();
        }

        private BareQueue<Integer> start(Receiver receiver) {
            var queue = new BareQueue<Integer>(loop);
            loop.spawn(() -> {
                while (true) {
                    receiver.accept(queue.take());
                }
            });
            return queue;
        }

        private void run() {
            loop.runTo(loop.now() + PAUSE.toNanos() * (MESSAGES + 1));
        }

        private void publish() {
            for (Integer message : BATCH) {
                for (BareQueue<Integer> queue : queues) {
                    queue.put(message);
                }
                if (message % burst == 0) {
                    loop.sleep(PAUSE.toNanos());
                }
            }
        }

        /** Ends the loop. */
        @TearDown
        public void close() {
            loop.close();
        }
    }

    /** A message to all. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Round broker(Simulated state) {
        state.round.begin();
        state.simulation.spawn("publisher", state::publish);
        state.simulation.run();
        state.round.check();
        return state.round;
    }

    /** A message to all on the bare loop. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Round bareLoop(Bare state) {
        state.round.begin();
        state.loop.spawn(state::publish);
        state.run();
        state.round.check();
        return state.round;
    }
}

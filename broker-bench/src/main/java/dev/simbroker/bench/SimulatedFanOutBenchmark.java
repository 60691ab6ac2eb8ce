package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.Subscriber;
import dev.simbroker.Topic;
import dev.simbroker.bench.BatchTracker.Receiver;
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
 * Delivers a message to every subscriber in simulated time, at most once, by a broker and on the bare loop. The
 * counterpart of {@link LiveFanOutBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SimulatedFanOutBenchmark {

    private static final int MESSAGES = LiveFanOutBenchmark.MESSAGES;
    private static final List<Integer> BATCH = Messages.numbered(MESSAGES);
    private static final Topic<Integer> TOPIC = Topic.of("numbers", Integer.class);
    private static final Duration PAUSE = Duration.ofMillis(1);

    /** A simulation with subscribers of a broker. */
    @State(Scope.Benchmark)
    public static class Simulated {

        /** The number of subscribers. */
        @Param("4")
        public int subscribers;

        /** The number of messages that are published before time, and with it all other processes, goes on. */
        @Param("100")
        public int burst;

        private final Simulation simulation = Simulation.create();
        private final Broker broker = Broker.create(simulation);
        private BatchTracker tracker;

        /** Creates subscribers that are waiting. */
        @Setup
        public void start() {
            tracker = new BatchTracker(subscribers, BATCH, MESSAGES /* nobody waits for less */);
            tracker.receivers().forEach(this::start);
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

    /** The bare loop with a queue for each subscriber, which holds only payloads. */
    @State(Scope.Benchmark)
    public static class Bare {

        /** The number of subscribers. */
        @Param("4")
        public int subscribers;

        /** The number of messages that are published before time goes on. */
        @Param("100")
        public int burst;

        private final BareLoop loop = new BareLoop();
        private List<BareQueue<Integer>> queues;
        private BatchTracker tracker;

        /** Creates subscribers that are waiting. */
        @Setup
        public void start() {
            tracker = new BatchTracker(subscribers, BATCH, MESSAGES /* nobody waits for less */);
            queues = tracker.receivers().stream().map(this::start).toList();
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

    /** Delivers a message to all subscribers. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public BatchTracker broker(Simulated state) {
        state.tracker.begin();
        state.simulation.spawn("publisher", state::publish);
        state.simulation.run();
        state.tracker.check();
        return state.tracker;
    }

    /** Delivers a message to all subscribers on the bare loop. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public BatchTracker bareLoop(Bare state) {
        state.tracker.begin();
        state.loop.spawn(state::publish);
        state.run();
        state.tracker.check();
        return state.tracker;
    }
}

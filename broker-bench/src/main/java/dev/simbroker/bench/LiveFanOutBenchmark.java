package dev.simbroker.bench;

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
 * Delivers a message to every subscriber, on threads that run in parallel, from the first publication to the last
 * receipt.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class LiveFanOutBenchmark {

    static final int MESSAGES = 10_000;

    private static final List<Integer> BATCH = Messages.numbered(MESSAGES);

    /** The system, by a name that {@link FanOut#of} knows. */
    @Param("broker")
    public String system;

    /** The number of subscribers. */
    @Param("4")
    public int subscribers;

    /** The number of messages that are published before the publisher waits until every subscriber has them. */
    @Param("10000")
    public int burst;

    private BatchTracker tracker;
    private FanOut fanOut;

    /** Creates the system, with subscribers that are waiting. */
    @Setup
    public void start() {
        tracker = new BatchTracker(subscribers, BATCH, burst);
        fanOut = FanOut.of(system, tracker.receivers(), MESSAGES);
    }

    /** Delivers a message to all subscribers. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public BatchTracker deliver() throws InterruptedException {
        tracker.begin();
        Thread publisher = VirtualThreads.start(() -> {
            for (int from = 0; from < MESSAGES; from += burst) {
                publish(BATCH.subList(from, from + burst));
            }
        });
        publisher.join();
        tracker.check();
        return tracker;
    }

    private void publish(List<Integer> messages) throws Exception {
        for (Integer message : messages) {
            fanOut.publish(message);
        }
        tracker.await();
    }

    /** Ends the system's threads. */
    @TearDown
    public void close() {
        fanOut.close();
    }
}

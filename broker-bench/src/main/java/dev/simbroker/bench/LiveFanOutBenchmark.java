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

/** One message to every subscriber, on threads that run in parallel: from the first publication to the last receipt. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class LiveFanOutBenchmark {

    static final int MESSAGES = 10_000;

    private static final List<Integer> BATCH = Messages.numbered(MESSAGES);

    /** What delivers, a name that {@link FanOut#of} knows. */
    @Param("broker")
    public String system;

    /** To how many. */
    @Param("4")
    public int subscribers;

    /** How many messages the publisher publishes before it waits until every subscriber has them. */
    @Param("10000")
    public int burst;

    private Round round;
    private FanOut fanOut;

    /** Makes the system, with subscribers that wait. */
    @Setup
    public void start() {
        round = new Round(subscribers, BATCH, burst);
        fanOut = FanOut.of(system, round.receivers(), MESSAGES);
    }

    /** A message to all. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Round deliver() throws InterruptedException {
        round.begin();
        Thread publisher = VirtualThreads.start(() -> {
            for (int from = 0; from < MESSAGES; from += burst) {
                publish(BATCH.subList(from, from + burst));
            }
        });
        publisher.join();
        round.check();
        return round;
    }

    private void publish(List<Integer> messages) throws Exception {
        for (Integer message : messages) {
            fanOut.publish(message);
        }
        round.await();
    }

    /** Ends its threads. */
    @TearDown
    public void close() throws Exception {
        fanOut.close();
    }
}

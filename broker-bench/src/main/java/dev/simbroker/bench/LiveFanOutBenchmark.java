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

/** One message to every subscriber, on threads that run in parallel: a batch from the first publication to the last receipt. */
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

    private Round round;
    private FanOut fanOut;

    /** Makes the system, with subscribers that wait. */
    @Setup
    public void start() {
        round = new Round(subscribers, MESSAGES);
        fanOut = FanOut.of(system, round.receivers(), MESSAGES);
    }

    /** A message to all. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Round deliver() throws InterruptedException {
        round.begin();
        VirtualThreads.start(() -> {
                    for (Integer message : BATCH) {
                        fanOut.publish(message);
                    }
                })
                .join();
        round.await();
        return round;
    }

    /** Ends its threads. */
    @TearDown
    public void close() throws Exception {
        fanOut.close();
    }
}

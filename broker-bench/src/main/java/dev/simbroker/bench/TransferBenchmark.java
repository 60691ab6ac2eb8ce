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

/** Transfers an element through a queue, from one process or virtual thread to another. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class TransferBenchmark {

    private static final int ELEMENTS = 50_000;
    private static final List<Integer> BATCH = Messages.numbered(ELEMENTS);
    private static final long SUM = (long) ELEMENTS * (ELEMENTS + 1) / 2;

    /** The system, by a name that {@link Transfer#of} knows. */
    @Param("simulated")
    public String system;

    /** The capacity of the queue; 0 for no limit. */
    @Param("0")
    public int capacity;

    private Transfer transfer;
    private long sum;

    /** Creates the queue. */
    @Setup
    public void start() {
        transfer = Transfer.of(system, capacity);
    }

    /** Transfers an element. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long putAndTake() throws InterruptedException {
        sum = 0;
        transfer.run(this::put, this::take);
        Checks.same("the sum of the elements", sum, SUM);
        return sum;
    }

    private void put() throws InterruptedException {
        for (Integer element : BATCH) {
            transfer.put(element);
        }
    }

    /** Sums up in a local variable, since the field shares a cache line with fields that the other thread reads. */
    private void take() throws InterruptedException {
        long taken = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            taken += transfer.take();
        }
        sum = taken;
    }

    /** Ends the system. */
    @TearDown
    public void close() {
        transfer.close();
    }
}

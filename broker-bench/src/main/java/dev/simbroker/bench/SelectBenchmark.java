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
 * One selection over many sources of which the last has an element, and the putting of that element. One process does both, so that it is the
 * cost of a selection and not that of a change of threads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SelectBenchmark {

    private static final int SELECTIONS = 500;
    private static final List<Integer> BATCH = Messages.numbered(SELECTIONS);
    private static final long SUM = (long) SELECTIONS * (SELECTIONS + 1) / 2;

    /** What selects, a name that {@link Selector#of} knows. */
    @Param("simulated")
    public String system;

    /** From how many. */
    @Param("16")
    public int sources;

    private Selector selector;

    /** Makes the sources, all of them empty. */
    @Setup
    public void start() {
        selector = Selector.of(system, sources);
    }

    /** An element put and selected. */
    @Benchmark
    @OperationsPerInvocation(SELECTIONS)
    public long select() throws Exception {
        long sum = selector.call(() -> {
            long selected = 0;
            for (Integer element : BATCH) {
                selector.put(element);
                selected += selector.select();
            }
            return selected;
        });
        Checks.same("the sum of the elements", sum, SUM);
        return sum;
    }

    /** Ends what it runs on. */
    @TearDown
    public void close() {
        selector.close();
    }
}

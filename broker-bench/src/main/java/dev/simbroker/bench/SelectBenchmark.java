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
 * Puts an element into the last of many sources and selects it. One process does both, so that the cost is that of the
 * selection and not of a thread switch.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SelectBenchmark {

    private static final int SELECTIONS = 500;
    private static final List<Integer> BATCH = Messages.numbered(SELECTIONS);
    private static final long SUM = (long) SELECTIONS * (SELECTIONS + 1) / 2;

    /** The system, by a name that {@link Selector#of} knows. */
    @Param("simulated")
    public String system;

    /** The number of sources. */
    @Param("16")
    public int sources;

    private Selector selector;

    /** Creates the sources, all empty. */
    @Setup
    public void start() {
        selector = Selector.of(system, sources);
    }

    /** Puts and selects an element. */
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

    /** Ends the system. */
    @TearDown
    public void close() {
        selector.close();
    }
}

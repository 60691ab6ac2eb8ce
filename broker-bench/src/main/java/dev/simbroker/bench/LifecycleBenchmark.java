package dev.simbroker.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** Creates a simulation, runs it for the demo's twenty seconds and closes it, as a test does, on all cores at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(Threads.MAX)
@State(Scope.Benchmark)
public class LifecycleBenchmark {

    private static final ScenarioCounts TWENTY_SECONDS = new ScenarioCounts(25, 47, 11, 7, 21);

    /** Whether the broker has meters. */
    @Param("false")
    public boolean metrics;

    /** Runs one simulation. */
    @Benchmark
    public ScenarioCounts simulation() {
        try (var scenario = new OriginalScenario(metrics)) {
            ScenarioCounts counts = scenario.run(Duration.ofSeconds(20));
            Checks.same("the demo's statistics", counts, TWENTY_SECONDS);
            return counts;
        }
    }
}

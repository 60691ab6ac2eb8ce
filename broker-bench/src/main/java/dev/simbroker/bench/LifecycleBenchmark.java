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

/** A whole simulation, as a test has it: created, run for the demo's twenty seconds and closed, on every core at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(Threads.MAX)
@State(Scope.Benchmark)
public class LifecycleBenchmark {

    private static final Tally TWENTY_SECONDS = new Tally(25, 47, 11, 7, 21);

    /** Whether its broker has meters. */
    @Param("false")
    public boolean metrics;

    /** One simulation. */
    @Benchmark
    public Tally simulation() {
        try (var scenario = new OriginalScenario(metrics)) {
            Tally tally = scenario.run(Duration.ofSeconds(20));
            Checks.same("the demo's statistics", tally, TWENTY_SECONDS);
            return tally;
        }
    }
}

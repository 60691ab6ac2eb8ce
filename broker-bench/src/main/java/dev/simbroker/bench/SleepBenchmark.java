package dev.simbroker.bench;

import dev.simbroker.time.Simulation;
import java.time.Duration;
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
 * A step in which a process goes to sleep and the next one wakes. Each sleeps for a second; they wake one after
 * another.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SleepBenchmark {

    /** A multiple of all numbers of processes. */
    private static final int STEPS = 200_000;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** A simulation with processes that sleep. */
    @State(Scope.Benchmark)
    public static class Simulated {

        /** The number of processes. */
        @Param("100")
        public int processes;

        private Simulation simulation;
        private long steps;

        /** Starts the processes and lets each reach its first sleep of a second. */
        @Setup
        public void start() {
            simulation = Simulation.create();
            for (int i = 0; i < processes; i++) {
                var offset = Duration.ofNanos(SECOND / processes * i);
                simulation.spawn("sleeper " + i, () -> {
                    simulation.sleep(offset);
                    for (var second = Duration.ofSeconds(1); ; steps++) {
                        simulation.sleep(second);
                    }
                });
            }
            simulation.runFor(Duration.ofSeconds(1));
        }

        /** Ends the processes. */
        @TearDown
        public void close() {
            simulation.close();
        }
    }

    /** The bare loop with tasks that sleep. */
    @State(Scope.Benchmark)
    public static class Bare {

        /** The number of processes. */
        @Param("100")
        public int processes;

        private BareLoop loop;
        private long steps;

        /** Starts the processes and lets each reach its first sleep of a second. */
        @Setup
        public void start() {
            loop = new BareLoop();
            for (int i = 0; i < processes; i++) {
                long offset = SECOND / processes * i;
                loop.spawn(() -> {
                    loop.sleep(offset);
                    for (; ; steps++) {
                        loop.sleep(SECOND);
                    }
                });
            }
            loop.runTo(SECOND);
        }

        /** Ends the processes. */
        @TearDown
        public void close() {
            loop.close();
        }
    }

    /** Runs steps of the simulation. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long simulation(Simulated state) {
        long before = state.steps;
        state.simulation.runFor(Duration.ofSeconds(STEPS / state.processes));
        Checks.same("the number of steps", state.steps - before, (long) STEPS);
        return state.steps;
    }

    /** Runs steps of the bare loop. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long bareLoop(Bare state) {
        long before = state.steps;
        state.loop.runTo(state.loop.now() + STEPS / state.processes * SECOND);
        Checks.same("the number of steps", state.steps - before, (long) STEPS);
        return state.steps;
    }
}

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

/** The demo's scenario from creation to close: two services publish, three subscribe. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ScenarioBenchmark {

    /** The length of the run in simulated seconds. */
    @Param("20000")
    public long until;

    /** Runs it with meters, like the demo. */
    @Benchmark
    public ScenarioCounts broker() {
        return onBroker(true);
    }

    /** Runs it without meters. */
    @Benchmark
    public ScenarioCounts brokerWithoutMeters() {
        return onBroker(false);
    }

    private ScenarioCounts onBroker(boolean metered) {
        try (var scenario = new OriginalScenario(metered)) {
            return checked(scenario.run(Duration.ofSeconds(until)));
        }
    }

    /** Runs it on the bare loop. */
    @Benchmark
    public ScenarioCounts bareLoop() {
        try (var scenario = new BareScenario()) {
            return checked(scenario.run(Duration.ofSeconds(until)));
        }
    }

    private ScenarioCounts checked(ScenarioCounts counts) {
        long orders = until * 1_000 / 2_000 + 1;
        long activities = until * 1_000 / 1_500 + 1;
        Checks.same("the number of messages published", counts.published(), orders + activities);
        Checks.same("the number of messages delivered", counts.delivered(), 3 * orders + activities);
        Checks.same("the number that Inventory received", counts.inventory(), orders);
        return counts;
    }
}

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

/** The demo's scenario from its creation to its close: two services publish, three subscribe. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ScenarioBenchmark {

    /** For how long it runs, in simulated seconds. */
    @Param("20000")
    public long until;

    /** As the demo runs it, with meters. */
    @Benchmark
    public Tally broker() {
        return onBroker(true);
    }

    /** Without meters. */
    @Benchmark
    public Tally brokerWithoutMeters() {
        return onBroker(false);
    }

    private Tally onBroker(boolean metered) {
        try (var scenario = new OriginalScenario(metered)) {
            return checked(scenario.run(Duration.ofSeconds(until)));
        }
    }

    /** By hand. */
    @Benchmark
    public Tally bareLoop() {
        try (var scenario = new BareScenario()) {
            return checked(scenario.run(Duration.ofSeconds(until)));
        }
    }

    private Tally checked(Tally tally) {
        long orders = until * 1_000 / 2_000 + 1;
        long activities = until * 1_000 / 1_500 + 1;
        Checks.same("the number of messages published", tally.published(), orders + activities);
        Checks.same("the number of messages delivered", tally.delivered(), 3 * orders + activities);
        Checks.same("the number that Inventory received", tally.inventory(), orders);
        return tally;
    }
}

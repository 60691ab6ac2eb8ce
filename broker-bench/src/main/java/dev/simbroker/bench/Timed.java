package dev.simbroker.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JMH benchmark.
 *
 * @param benchmark its class and method, such as {@code SleepBenchmark.simulation}
 * @param parameters values of its class's parameters; missing ones have their defaults
 * @param carrying what carries its virtual threads
 */
record Timed(String benchmark, Map<String, String> parameters, Carrying carrying) implements Contender {

    /** What carries virtual threads. */
    enum Carrying {
        /** The JDK, on a carrier thread for each core. */
        ALL_CORES,
        /** The JDK, on one carrier thread. */
        ONE_CARRIER,
        /** One thread of the library those of a simulation, and the JDK all others, on a thread for each core. */
        CARRIED;

        String label() {
            return switch (this) {
                case ALL_CORES -> "";
                case ONE_CARRIER -> " on one carrier";
                case CARRIED -> " carried";
            };
        }

        private String[] jvmArgs() {
            return switch (this) {
                case ALL_CORES -> new String[0];
                case ONE_CARRIER -> new String[] {"-Djdk.virtualThreadScheduler.parallelism=1"};
                case CARRIED ->
                    new String[] {"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dsimbroker.carrier=carried"};
            };
        }
    }

    /**
     * The whole heap is touched before anything is measured, as in a JVM that has run for a while: on a virtual machine
     * the first touch of a page takes microseconds, which would count as cost of the contender that allocates.
     */
    private static final String[] HEAP = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch", "-XX:+UseTransparentHugePages"};

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    Timed {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static Timed of(String benchmark) {
        return new Timed(benchmark, Map.of(), Carrying.ALL_CORES);
    }

    Timed with(String parameter, Object value) {
        var more = new LinkedHashMap<>(parameters);
        more.put(parameter, value.toString());
        return new Timed(benchmark, more, carrying);
    }

    Timed onOneCarrier() {
        return new Timed(benchmark, parameters, Carrying.ONE_CARRIER);
    }

    Timed carried() {
        return new Timed(benchmark, parameters, Carrying.CARRIED);
    }

    @Override
    public String label() {
        return benchmark + (parameters.isEmpty() ? "" : parameters) + carrying.label();
    }

    @Override
    public Timed capped(int most) {
        var small = new LinkedHashMap<>(parameters);
        small.replaceAll((name, value) -> value.matches("\\d+") ? "" + Math.min(most, Long.parseLong(value)) : value);
        return new Timed(benchmark, small, carrying);
    }

    @Override
    public Sample measure(Effort effort) throws RunnerException {
        return run(options()
                .forks(1)
                .jvmArgs(HEAP)
                .jvmArgsAppend(carrying.jvmArgs())
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.seconds(effort.seconds()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.seconds(effort.seconds())));
    }

    @Override
    public Sample smoke() throws RunnerException {
        return run(
                options().forks(0).mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1));
    }

    private ChainedOptionsBuilder options() {
        var options = new OptionsBuilder()
                .include("^" + Pattern.quote(Timed.class.getPackageName() + "." + benchmark) + "$")
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        parameters.forEach(options::param);
        return options;
    }

    /** Runs it silently; JMH's output is shown only if it failed. */
    private Sample run(ChainedOptionsBuilder options) throws RunnerException {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        try {
            var results = new Runner(options.build(), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL))
                    .run();
            Checks.same("the number of results of " + label(), results.size(), 1);
            return sample(results.iterator().next());
        } catch (RunnerException e) {
            throw new RunnerException(label() + " failed: " + said.toString(StandardCharsets.UTF_8), e);
        }
    }

    private static Sample sample(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new Sample(result.getPrimaryResult().getScore(), allocated == null ? Double.NaN : allocated.getScore());
    }
}

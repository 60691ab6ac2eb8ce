package dev.simbroker.junit;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.SimulationException;
import dev.simbroker.time.spi.MainProcess;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The simulation of one run of a test, with the objects that tests may have as parameters, which are created on demand.
 * Used by one thread at a time: the simulation's driver or one of its processes.
 */
final class TestRun implements AutoCloseable {

    /** The types of parameters. */
    static final Set<Class<?>> TYPES = Set.of(
            Simulation.class,
            Scheduler.class,
            Broker.class,
            Journal.class,
            MeterRegistry.class,
            RandomGenerator.class,
            Random.class);

    private final Simulation simulation;
    /** What runs the methods around the test, and the test. */
    private final MainProcess main;

    private final Settings settings;

    private BrokerListener listener = new BrokerListener() {};
    private @Nullable Broker broker;
    private @Nullable Journal journal;
    private @Nullable MeterRegistry registry;
    private @Nullable Random random;
    /** Whether the simulation has failed and cannot run any more. */
    private boolean broken;

    private TestRun(Settings settings, Simulation.Builder builder) {
        this.settings = settings;
        this.simulation = builder.build();
        this.main = simulation.mainProcess();
    }

    /** A run with these settings. */
    static TestRun of(Settings settings) {
        return new TestRun(settings, builder(settings));
    }

    /** A run with these settings, under another schedule. */
    static TestRun of(Settings settings, Schedule schedule) {
        return new TestRun(settings, builder(settings).schedule(schedule));
    }

    /** A run with these settings whose events are recorded. */
    static TestRun of(Settings settings, EventTrace trace) {
        var run = new TestRun(settings, builder(settings).recordTo(trace));
        run.listener = new ContentTrace(trace);
        return run;
    }

    private static Simulation.Builder builder(Settings settings) {
        var limits = settings.limits();
        var builder = Simulation.builder()
                .seed(settings.seed())
                .start(settings.start())
                .schedule(schedule(settings))
                .timeLimit(limits.time())
                .stepLimit(limits.steps())
                .externalBlockingLimit(limits.externalBlocking())
                .indefiniteBlockingLimit(limits.indefiniteBlocking());
        if (!Debugging.isOn()) {
            builder.realTimeLimit(limits.realTime());
        }
        if (settings.capture()) {
            builder.carrier(Capturing.carrier());
        }
        settings.replay().ifPresent(builder::replay);
        return builder;
    }

    private static Schedule schedule(Settings settings) {
        return switch (settings.policy()) {
            case RANDOM -> Schedule.random();
            case PCT -> Schedule.pct(settings.search().pctDepth());
            case AUTO, FIFO, EXHAUSTIVE -> Schedule.fifo();
        };
    }

    // ---- parameters ----

    Object get(Class<?> type) {
        if (type == Broker.class) {
            return broker();
        }
        if (type == Journal.class) {
            broker();
            return Objects.requireNonNull(journal);
        }
        if (type == MeterRegistry.class) {
            return registry();
        }
        return type == Random.class || type == RandomGenerator.class ? random() : simulation;
    }

    private Broker broker() {
        if (broker == null) {
            Broker made = settings.broker().apply(simulation);
            if (made.scheduler() != simulation) {
                throw new IllegalStateException("the broker must be made in the simulation that is given, but '"
                        + made.name() + "' is in " + made.scheduler());
            }
            broker = made;
            journal = Journal.of(made);
            made.addListener(listener);
        }
        return broker;
    }

    private MeterRegistry registry() {
        if (registry == null) {
            registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));
            new BrokerMetrics(broker()).bindTo(registry);
        }
        return registry;
    }

    private Random random() {
        if (random == null) {
            random = simulation.random() instanceof Random given ? given : Random.from(simulation.random());
        }
        return random;
    }

    Simulation simulation() {
        return simulation;
    }

    // ---- running ----

    /**
     * Runs {@code body} on the test's process until it has ended, and throws what it throws. After the simulation has
     * failed, the body runs outside it, since there may be things to clean up.
     */
    void execute(Failures.Action body) throws Exception {
        var outcome = new Failures();
        if (broken) {
            outcome.attempt(body);
            outcome.throwFirst();
            return;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        drive(() -> main.run(() -> {
            Thread.currentThread().setContextClassLoader(loader);
            outcome.attempt(body);
        }));
        outcome.first().ifPresent(this::annotate);
        outcome.throwFirst();
    }

    /** Runs a body with a result, like {@link #execute}. */
    @SuppressWarnings("NullAway") // null only if the body answers null
    <T extends @Nullable Object> T call(Call<T> body) throws Exception {
        var result = new Object() {
            @Nullable T value;
        };
        execute(() -> result.value = body.call());
        return result.value;
    }

    /** An action with a result that may fail with any throwable. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T call() throws Throwable;
    }

    /** Drives the simulation. What another process threw is the test's failure, as it is; so is a failed assumption. */
    private void drive(Runnable step) throws Exception {
        try {
            step.run();
        } catch (ProcessFailedException e) {
            broken = true;
            var failure = new Failures();
            failure.attempt(() -> {
                throw Objects.requireNonNullElse(e.getCause(), e);
            });
            failure.first().ifPresent(thrown -> annotate(thrown, "in process '" + e.process() + "' "));
            failure.throwFirst();
        } catch (SimulationException e) {
            broken = true;
            annotate(e);
            throw e;
        }
    }

    /** Attaches a {@link SimulationNote} to a failure, unless it has one. */
    void annotate(Throwable failure) {
        annotate(failure, "");
    }

    private void annotate(Throwable failure, String where) {
        if (failure instanceof TestAbortedException) {
            return;
        }
        String note = where + "at simulated time " + simulation.now() + ", " + simulation.elapsed()
                + " after the start; run it again with " + repeat();
        SimulationNote.attach(failure, note, ReportLines.missingIn(failure, simulation));
    }

    /** The properties that repeat this run: approximately with a seed, exactly with a replay. */
    private String repeat() {
        boolean seeded = settings.replay().isEmpty() && settings.policy() != SchedulePolicy.EXHAUSTIVE;
        return (seeded ? "-D" + SettingsReader.SEED + "=" + settings.seed() + ", or exactly so with " : "") + "-D"
                + SettingsReader.REPLAY + "=" + simulation.replay();
    }

    // ---- the end ----

    /** Ends the test's process and the present instant, then checks that nothing is left behind that must not be. */
    void check(Failures failures, boolean testFailed) {
        if (!broken) {
            failures.attempt(() -> drive(main::end));
        }
        if (!broken) {
            failures.attempt(() -> drive(() -> simulation.runFor(Duration.ZERO)));
        }
        if (!broken && !testFailed) { // a test that has stopped half-way leaves processes behind
            failures.attempt(() -> drive(simulation::checkLeaks));
        }
        if (!broken && !testFailed) {
            failures.attempt(() -> drive(simulation::checkReplayed));
        }
        if (!broken && broker != null) {
            Broker checked = broker;
            failures.attempt(() -> checked.subscriptions().forEach(TestRun::checkBalance));
        }
    }

    private static void checkBalance(SubscriptionStatistics figures) {
        long sum = figures.settled()
                + figures.deadLettered()
                + figures.dropped()
                + figures.ready()
                + figures.delayed()
                + figures.inFlight();
        if (figures.accepted() != sum) {
            throw new AssertionFailedError("the books of subscription '" + figures.subscription() + "' on '"
                    + figures.destination() + "' do not balance: it accepted " + figures.accepted() + " messages, but "
                    + figures.settled() + " settled + " + figures.deadLettered() + " dead-lettered + "
                    + figures.dropped()
                    + " dropped + " + figures.ready() + " ready + " + figures.delayed() + " delayed + "
                    + figures.inFlight()
                    + " in flight are " + sum);
        }
    }

    /** Unwinds every process, then closes the broker. */
    @Override
    public void close() {
        try {
            simulation.close();
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }
}

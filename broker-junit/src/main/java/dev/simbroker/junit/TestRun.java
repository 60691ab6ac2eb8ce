package dev.simbroker.junit;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.metrics.SchedulerClock;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.SimulationException;
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
 * One simulation for one run of one test, and what tests may ask for of it, made when they do. Used by one thread at a time: the one that
 * drives the simulation, or a process of it.
 */
final class TestRun implements AutoCloseable {

    /** What tests may ask for. */
    static final Set<Class<?>> TYPES = Set.of(
            Simulation.class,
            Scheduler.class,
            Broker.class,
            Journal.class,
            MeterRegistry.class,
            RandomGenerator.class,
            Random.class);

    private final Simulation simulation;
    private final Settings settings;

    private BrokerListener listener = new BrokerListener() {};
    private @Nullable Broker broker;
    private @Nullable Journal journal;
    private @Nullable MeterRegistry registry;
    private @Nullable Random random;
    /** Whether the simulation has failed and can run no more. */
    private boolean broken;

    private TestRun(Settings settings, Simulation.Builder builder) {
        this.settings = settings;
        this.simulation = builder.build();
    }

    /** A run as the settings say. */
    static TestRun of(Settings settings) {
        return new TestRun(settings, builder(settings));
    }

    /** The same under another schedule. */
    static TestRun of(Settings settings, Schedule schedule) {
        return new TestRun(settings, builder(settings).schedule(schedule));
    }

    /** The same, with what happens recorded. */
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
                .externalBlockingLimit(limits.externalBlocking());
        if (!Debugging.isOn()) {
            builder.realTimeLimit(limits.realTime());
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

    // ---- what tests ask for ----

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

    // ---- running ----

    /**
     * Runs {@code body} as a process, and everything else with it, until it has ended. What it throws is thrown here as it is. After the
     * simulation has failed, the body is run outside it: there may be things to clean up.
     */
    void execute(Failures.Action body) throws Exception {
        var outcome = new Failures();
        if (broken) {
            outcome.attempt(body);
            outcome.throwFirst();
            return;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        drive(() -> simulation.run(() -> {
            Thread.currentThread().setContextClassLoader(loader);
            outcome.attempt(body);
        }));
        outcome.first().ifPresent(this::annotate);
        outcome.throwFirst();
    }

    /** The same for a body with a result. */
    @SuppressWarnings("NullAway") // null only if the body answers null
    <T extends @Nullable Object> T call(Call<T> body) throws Exception {
        var result = new Object() {
            @Nullable T value;
        };
        execute(() -> result.value = body.call());
        return result.value;
    }

    /** Something with a result that may fail. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T call() throws Throwable;
    }

    private void drive(Runnable step) {
        try {
            step.run();
        } catch (SimulationException e) {
            broken = true;
            if (e.getCause() instanceof TestAbortedException aborted) {
                throw aborted; // an assumption of another process is the test's too
            }
            annotate(e);
            throw e;
        }
    }

    /** Attaches to a failure when it was and how to repeat it, unless it says so already. */
    void annotate(Throwable failure) {
        if (!(failure instanceof TestAbortedException)) {
            SimulationNote.attach(
                    failure,
                    "at simulated time " + simulation.now() + ", " + simulation.elapsed()
                            + " after the start; run it again with " + repeat());
        }
    }

    /** The properties with which this run comes again: a seed under which it does so approximately, and a replay. */
    private String repeat() {
        boolean seeded = settings.replay().isEmpty() && settings.policy() != SchedulePolicy.EXHAUSTIVE;
        return (seeded ? "-D" + SettingsReader.SEED + "=" + settings.seed() + ", or exactly so with " : "") + "-D"
                + SettingsReader.REPLAY + "=" + simulation.replay();
    }

    // ---- the end ----

    /** Lets the present instant come to its end, and looks for what tests must not leave behind. */
    void check(Failures failures, boolean testFailed) {
        if (!broken) {
            failures.attempt(() -> drive(() -> simulation.runFor(Duration.ZERO)));
        }
        if (!broken && !testFailed) { // one that has stopped half way leaves its processes where they are
            failures.attempt(() -> drive(simulation::checkLeaks));
        }
        if (!broken && !testFailed) {
            failures.attempt(() -> drive(simulation::checkReplayed));
        }
        if (!broken && broker != null) {
            Broker checked = broker;
            failures.attempt(() -> checked.subscriptions().forEach(TestRun::checkBooks));
        }
    }

    private static void checkBooks(SubscriptionStatistics books) {
        long sum = books.settled()
                + books.deadLettered()
                + books.dropped()
                + books.ready()
                + books.delayed()
                + books.inFlight();
        if (books.accepted() != sum) {
            throw new AssertionFailedError("the books of subscription '" + books.subscription() + "' on '"
                    + books.destination() + "' do not balance: it accepted " + books.accepted() + " messages, but "
                    + books.settled() + " settled + " + books.deadLettered() + " dead-lettered + " + books.dropped()
                    + " dropped + " + books.ready() + " ready + " + books.delayed() + " delayed + " + books.inFlight()
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

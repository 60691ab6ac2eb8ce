package dev.simbroker.time;

import dev.simbroker.internal.carrier.Carriers;
import dev.simbroker.internal.kernel.Kernel;
import dev.simbroker.internal.kernel.Limits;
import dev.simbroker.internal.kernel.ProcessThreads;
import dev.simbroker.internal.kernel.QuiescenceWaiters;
import dev.simbroker.internal.kernel.RestingProcess;
import dev.simbroker.internal.kernel.SimulationSettings;
import dev.simbroker.internal.schedule.PathStrategy;
import dev.simbroker.internal.schedule.Replay;
import dev.simbroker.internal.schedule.Strategy;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.ZonedClock;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.MainProcess;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.TraceSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Simulated time and the processes that live in it.
 *
 * <p>Processes are plain blocking code. Exactly one runs at a time, until it sleeps or waits; the clock moves only when
 * every process is blocked, and then jumps to the next moment at which one can go on. The same program with the same
 * seed does the same things in the same order, on any JDK and any number of cores.
 *
 * <pre>{@code
 * try (var simulation = Simulation.create()) {
 *     simulation.spawn("ticker", () -> {
 *         while (true) {
 *             simulation.sleep(Duration.ofSeconds(1));
 *         }
 *     });
 *     simulation.runFor(Duration.ofDays(1));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> One thread drives a simulation: it creates it, sets it up, calls {@code run…} and {@link #close}.
 * While a run lasts, only the processes may use it; {@link #now}, {@link #nanoTime}, {@link #elapsed} and
 * {@link #clock} may be read from any thread. A call from elsewhere gets an {@link IllegalStateException} that says
 * what to do instead.
 *
 * <p><b>Failure.</b> A process or timer task that throws ends the run with a {@link ProcessFailedException}; a failed
 * simulation can be looked at and must then be closed.
 */
public final class Simulation implements Scheduler, AutoCloseable {

    /** The default start: midnight UTC of 1 January 2000, as in Go's {@code testing/synctest}. */
    public static final Instant DEFAULT_START = Instant.parse("2000-01-01T00:00:00Z");

    /** The default seed. */
    public static final long DEFAULT_SEED = 0;

    private final Kernel kernel;
    private final Clock clock;

    private Simulation(SimulationSettings settings) {
        kernel = new Kernel(settings);
        clock = new ZonedClock("SimulatedClock", kernel::instant, ZoneOffset.UTC);
    }

    /** A simulation with the default seed and start. */
    public static Simulation create() {
        return builder().build();
    }

    /** A builder with the default seed and start. */
    public static Builder builder() {
        return new Builder();
    }

    // ---- what processes do ----

    @Override
    public SimProcess spawn(String name, ProcessBody body) {
        return kernel.spawn(name, Objects.requireNonNull(body, "body"), false);
    }

    @Override
    public SimProcess spawnBackground(String name, ProcessBody body) {
        return kernel.spawn(name, Objects.requireNonNull(body, "body"), true);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        long deadline = kernel.deadlineAfter(Durations.nanos("a sleep", duration));
        kernel.currentWaiter().sleep(duration, deadline);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        long deadline = kernel.deadlineAfter(Durations.nanos("a delay", delay));
        return kernel.scheduleAt(deadline, Objects.requireNonNull(task, "task"));
    }

    @Override
    public ThreadFactory threadFactory(String name) {
        return new ProcessThreads(kernel, name);
    }

    /** The simulated time. May be called from any thread. */
    public Instant now() {
        return kernel.instant();
    }

    /** The simulated time since the start. May be called from any thread. */
    public Duration elapsed() {
        return Duration.ofNanos(kernel.now());
    }

    @Override
    public long nanoTime() {
        return kernel.now();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public RandomGenerator random() {
        return kernel.random();
    }

    @Override
    public int choose(int count) {
        return kernel.choose(count);
    }

    @Override
    public Optional<SimProcess> currentProcess() {
        return kernel.canWait() ? Optional.of(kernel.currentWaiter()) : Optional.empty();
    }

    @Override
    public SchedulerSpi spi() {
        return kernel;
    }

    // ---- waiting for the others ----

    /**
     * Waits until every other process is blocked and no timer is due at this instant; the clock does not move. Others
     * that wait so too count as blocked. As {@code Wait} of Go's {@code testing/synctest}.
     */
    public void awaitIdle() throws InterruptedException {
        kernel.awaitRest(QuiescenceWaiters.Rest.INSTANT, FOREVER);
    }

    /**
     * Waits until the clock has moved to a later instant and everything that happens there has happened, for at most
     * {@code timeout}.
     *
     * @return whether there was such an instant; {@code false} if {@code timeout} was over first, or nothing can happen
     *     any more
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    public boolean awaitNextInstant(Duration timeout) throws InterruptedException {
        return kernel.awaitRest(
                QuiescenceWaiters.Rest.NEXT_INSTANT, kernel.deadlineAfter(Durations.nanos("a time-out", timeout)));
    }

    /**
     * Waits until nothing else can go on by itself, background processes and timers aside: what has not happened then
     * will never happen unless the calling process, or something in the background, makes it.
     *
     * @return whether nothing can happen in the background either
     */
    public boolean awaitQuiescence() throws InterruptedException {
        kernel.awaitRest(QuiescenceWaiters.Rest.QUIESCENCE, FOREVER);
        return !kernel.hasTimers();
    }

    // ---- driving it from outside ----

    /**
     * Runs until quiescence: no process can run and no timer is set, background ones aside. Processes that are then
     * waiting are a normal end; {@link #blocked} tells which.
     *
     * @throws ProcessFailedException if a process throws
     */
    public void run() {
        kernel.driver().runToQuiescence();
    }

    /**
     * Runs {@code body} as a process named {@code main}, and everything else with it, until the body has ended. The
     * other processes stay where they are then; a further run continues them.
     *
     * @throws ProcessFailedException if the body or another process throws
     * @throws DeadlockException if the body waits for something that can never come: nothing can run and no timer is
     *     set, or for more than a simulated day nothing but background processes has run
     */
    public void run(ProcessBody body) {
        kernel.driver().runBody("main", Objects.requireNonNull(body, "body"));
    }

    /** Like {@link #run(ProcessBody)}, for a body with a result, which is returned. */
    @SuppressWarnings("NullAway") // null only if the body answers null
    public <T extends @Nullable Object> T call(Callable<T> body) {
        Objects.requireNonNull(body, "body");
        var result = new Object() {
            @Nullable T value;
        };
        kernel.driver().runBody("main", () -> result.value = body.call());
        return result.value;
    }

    /** A process named {@code main} that runs several bodies, for test frameworks. Unstable before 1.0. */
    public MainProcess mainProcess() {
        return new RestingProcess(kernel, "main");
    }

    /**
     * Runs everything that is due within {@code duration} from now, its very end included. Afterwards that is the time.
     *
     * @throws ProcessFailedException if a process throws
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public void runFor(Duration duration) {
        kernel.driver().runTo(kernel.deadlineAfter(Durations.nanos("a run", duration)));
    }

    /**
     * Runs everything that is due up to {@code time}, itself included. Afterwards that is the time.
     *
     * @throws ProcessFailedException if a process throws
     * @throws IllegalArgumentException if {@code time} has passed
     */
    public void runUntil(Instant time) {
        if (time.isBefore(now())) {
            throw new IllegalArgumentException("cannot run until " + time + ": it is " + now() + " already");
        }
        runFor(Duration.between(now(), time));
    }

    /**
     * Every process that now sleeps or waits: for what, since when and at which line, in order of creation. May be
     * called by processes, and between runs.
     */
    public List<BlockedProcess> blocked() {
        return kernel.reports().blocked();
    }

    /**
     * The real time that processes have spent so far blocked outside the simulation, by process and line, as far as it
     * is worth a warning: a tenth of a second and more. Each is logged as a warning at the end of the run and is in
     * every report. May be called from any thread.
     */
    public List<ExternalBlocking> externalBlocking() {
        return kernel.realTimeSpent();
    }

    /**
     * Checks that every process has ended, background ones aside. Processes in which no code but this library's waits,
     * such as handlers that wait for a message, count as part of what they serve. May be called between runs.
     *
     * @throws LeakedProcessesException if one has not
     */
    public void checkLeaks() {
        var leaked = kernel.reports().leaked();
        if (!leaked.isEmpty()) {
            throw kernel.failures().leaked(leaked);
        }
    }

    /** The text with which {@link Builder#replay} repeats what has happened here so far. */
    public String replay() {
        return kernel.replay();
    }

    /**
     * Checks that this simulation has come as far as the one that it was to {@linkplain Builder#replay repeat}; does
     * nothing if there is none.
     *
     * @throws ReplayDivergedException if it has not
     */
    public void checkReplayed() {
        kernel.checkReplayed();
    }

    /**
     * Unwinds every process that has not ended, in order of creation, by {@link InterruptedException}; one that goes on
     * waiting nevertheless is ended by an error. Time does not move. A second close does nothing. Afterwards nothing
     * can run, wait or draw random numbers here any more; what was left in queues and figures can still be looked at.
     *
     * @throws IllegalStateException if called while the simulation runs, or by one of its processes
     */
    @Override
    public void close() {
        kernel.driver().close();
    }

    /** The settings of a simulation. Not thread-safe. */
    public static final class Builder {

        /** The limit of steps at one instant unless another is given. */
        private static final long STEPS = 10_000_000;

        /** The limit of blocking outside the simulation unless another is given. */
        private static final Duration EXTERNAL_BLOCKING = Duration.ofSeconds(3);

        /** The same for waits that have no time. */
        private static final Duration INDEFINITE_BLOCKING = Duration.ofSeconds(1);

        private long seed = DEFAULT_SEED;
        private Instant start = DEFAULT_START;
        private Schedule schedule = Schedule.fifo();

        private @Nullable Replay replay;
        private @Nullable TraceSink trace;
        private Carrier.@Nullable Factory carrier;

        private Duration timeLimit = Durations.LONGEST;
        private long stepLimit = STEPS;
        private Duration realTimeLimit = Durations.LONGEST;
        private Duration externalBlockingLimit = EXTERNAL_BLOCKING;
        private Duration indefiniteBlockingLimit = INDEFINITE_BLOCKING;

        private Builder() {}

        /**
         * The seed of {@link Simulation#random} and of the schedule. For the random numbers, as with
         * {@link java.util.Random}, only its lower 48 bits count.
         */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /** The order in which processes and timers go; {@link Schedule#fifo} unless another is given. */
        public Builder schedule(Schedule value) {
            this.schedule = Objects.requireNonNull(value, "schedule");
            return this;
        }

        /**
         * Repeats a run: sets its seed, start and schedule, and has the simulation fail with
         * {@link ReplayDivergedException} if the program does other things than it did then.
         *
         * @param value what {@link SimulationException#replay} or {@link Simulation#replay} said
         * @throws IllegalArgumentException if it is nothing of the kind
         */
        public Builder replay(String value) {
            var parsed = Replay.parse(value);
            this.replay = parsed;
            return seed(parsed.seed()).start(parsed.start()).schedule(new Schedule(parsed.strategy()));
        }

        /** Records what happens, to be compared with another run. */
        public Builder recordTo(EventTrace value) {
            return traceTo(value.sink());
        }

        /** Tells {@code sink} what happens in the simulation and in the brokers that run on it. */
        public Builder traceTo(TraceSink sink) {
            this.trace = trace == null ? Objects.requireNonNull(sink, "sink") : trace.and(sink);
            return this;
        }

        /**
         * Carries the processes in that way, which changes nothing about what they do. {@link Carrier#carried} unless
         * given, where that is possible and faster, and {@link Carrier#baton} elsewhere; the system property
         * {@code simbroker.carrier}, {@code baton} or {@code carried}, decides it for those to whom none is given.
         * Unstable before 1.0.
         */
        public Builder carrier(Carrier.Factory value) {
            this.carrier = Objects.requireNonNull(value, "carrier");
            return this;
        }

        /**
         * The limit of simulated time, from the start; a run that would go further fails with
         * {@link TimeLimitException}. None unless given.
         *
         * @throws IllegalArgumentException if it is not greater than zero
         */
        public Builder timeLimit(Duration value) {
            this.timeLimit = positive("a limit of simulated time", value);
            return this;
        }

        /**
         * The limit of steps at one instant: a run in which processes and timers have more turns than this while the
         * clock stands still, or their operations on queues and brokers are more, fails with
         * {@link StepLimitException}. 10,000,000 unless given. What happens at other instants, or in earlier runs, does
         * not count.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder stepLimit(long value) {
            if (value < 1) {
                throw new IllegalArgumentException("a limit of steps must be at least 1: " + value);
            }
            this.stepLimit = value;
            return this;
        }

        /**
         * The limit of real time of all runs together; beyond it they fail with {@link RealTimeLimitException}. None
         * unless given.
         *
         * @throws IllegalArgumentException if it is not greater than zero
         */
        public Builder realTimeLimit(Duration value) {
            this.realTimeLimit = positive("a limit of real time", value);
            return this;
        }

        /**
         * The limit of real time for which a process that has its turn may be blocked by something outside the
         * simulation; beyond it the run fails with {@link ExternalBlockingException}. 3 seconds unless given.
         *
         * @throws IllegalArgumentException if it is not greater than zero
         */
        public Builder externalBlockingLimit(Duration value) {
            this.externalBlockingLimit = positive("a limit of external blocking", value);
            return this;
        }

        /**
         * The same limit for a wait without a time that is no input or output, such as {@code BlockingQueue.take} or a
         * contended monitor, while the stack of the process does not change: no thread of the simulation can end it. 1
         * second unless given. A process that waits for a thread outside on purpose needs more of both limits.
         *
         * @throws IllegalArgumentException if it is not greater than zero
         */
        public Builder indefiniteBlockingLimit(Duration value) {
            this.indefiniteBlockingLimit = positive("a limit of indefinite blocking", value);
            return this;
        }

        private static Duration positive(String what, Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException(what + " must be greater than zero: " + value);
            }
            return value;
        }

        private SimulationSettings settings() {
            Strategy strategy = schedule.strategy();
            if (replay != null && strategy instanceof PathStrategy path && path.isUsed()) {
                strategy = path.again();
            }
            var limits = new Limits(
                    Durations.nanos("a limit", timeLimit),
                    stepLimit,
                    realTimeLimit,
                    externalBlockingLimit,
                    indefiniteBlockingLimit);
            Carrier.Factory carriedBy = carrier == null ? Carriers.byDefault() : carrier;
            return new SimulationSettings(seed, start, strategy, replay, trace, limits, carriedBy);
        }

        /** The time at which the simulation starts. */
        public Builder start(Instant value) {
            this.start = Objects.requireNonNull(value, "start");
            return this;
        }

        /** A new simulation. */
        public Simulation build() {
            return new Simulation(settings());
        }
    }
}

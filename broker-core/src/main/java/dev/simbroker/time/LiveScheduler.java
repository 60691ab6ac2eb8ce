package dev.simbroker.time;

import dev.simbroker.internal.live.LiveEngine;
import dev.simbroker.internal.live.LiveTime;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.TraceSink;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock, and processes that really run in parallel: the scheduler of applications, and of tests with threads
 * that cannot be simulated.
 *
 * <pre>{@code
 * try (var scheduler = Scheduler.live()) {
 *     var broker = Broker.create(scheduler);
 *     var orders = broker.subscribe(ORDERS);
 *     scheduler.spawn("OrderService", () -> broker.publish(ORDERS, "order 1"));
 *     orders.receive(); // on any thread
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> All methods may be called from any thread, of whatever kind, and every thread can wait here, so
 * that queues and brokers on this scheduler can be used from everywhere. Only a {@linkplain #schedule timer's} task
 * must not wait; it is refused. Processes are virtual threads, which nobody preempts: one that goes round a loop of
 * {@code poll()} without waiting keeps the others from its carrier thread, and on Java 21 can starve one for good even
 * while other carriers are idle. Wait, with a time-out if need be, or call {@link Thread#yield} in such a loop.
 *
 * <p><b>Time.</b> {@link #nanoTime} starts at 0. {@link #clock} starts at the system's time of day and from then on
 * follows {@code nanoTime}, so that the two never disagree about an order; when the system's clock is set meanwhile, it
 * does not follow.
 *
 * <p><b>Failure.</b> A process or a timer's task that throws is logged as an error and told to the
 * {@linkplain Builder#onFailure failure handler}; everything else goes on.
 */
public final class LiveScheduler implements Scheduler, AutoCloseable {

    private final LiveEngine engine;
    private final Clock clock;
    private final long seed;
    private final RandomGenerator random;

    private LiveScheduler(Builder builder) {
        engine = new LiveEngine(builder.failureHandler, builder.trace);
        clock = engine.time().clock();
        seed = builder.seed.orElseGet(LiveTime::anySeed);
        random = new Random(seed);
    }

    /** A builder of a live scheduler. */
    public static Builder builder() {
        return new Builder();
    }

    /** A handler of what processes and timers' tasks throw. */
    @FunctionalInterface
    public interface FailureHandler {

        /**
         * Called on the thread that failed. What it throws itself is logged.
         *
         * @param process the name of the process; {@code timer} if it was a timer's task
         * @param cause what it threw
         */
        void failed(String process, Throwable cause);
    }

    // ---- time ----

    @Override
    public long nanoTime() {
        return engine.nanoTime();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /**
     * The source of every random choice on this scheduler, which may be used from any thread; {@link #seed} tells its
     * seed.
     */
    @Override
    public RandomGenerator random() {
        return random;
    }

    /**
     * The seed of {@link #random}. With real threads, a seed repeats the numbers, but not which thread draws which.
     */
    public long seed() {
        return seed;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        engine.sleep(duration);
    }

    /**
     * Runs {@code task} once, after {@code delay}, on a thread for the tasks of all timers. The task must be short and
     * must not wait: a wait on this scheduler is refused, any other delays all other timers. After the
     * {@linkplain #close close} nothing is due any more.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return engine.schedule(Durations.nanos("a delay", delay), Objects.requireNonNull(task, "task"));
    }

    // ---- processes ----

    /**
     * Starts a process on a virtual thread of its own; {@link #awaitTermination} waits for it.
     *
     * @throws IllegalStateException if this scheduler is closed
     */
    @Override
    public SimProcess spawn(String name, ProcessBody body) {
        return engine.spawn(name, body, false);
    }

    /**
     * Starts a process for which {@link #awaitTermination} does not wait; otherwise like {@link #spawn}.
     *
     * @throws IllegalStateException if this scheduler is closed
     */
    @Override
    public SimProcess spawnBackground(String name, ProcessBody body) {
        return engine.spawn(name, body, true);
    }

    /**
     * Waits until every process has ended, background ones aside. The handlers of a broker are processes that count,
     * and end when their {@linkplain dev.simbroker.MessageConsumer#close consumer is closed}: as long as one is
     * open, this waits.
     */
    public void awaitTermination() throws InterruptedException {
        engine.awaitForeground(FOREVER);
    }

    /**
     * Waits until every process has ended, background ones aside, at most for {@code timeout}. Handlers count as long
     * as their consumer is open, see {@link #awaitTermination()}.
     *
     * @return whether they have
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return engine.awaitForeground(Durations.nanos("a time-out", timeout));
    }

    /**
     * The processes that now sleep or wait in queues and brokers: for what, since when and at which line, in order of
     * creation. What they wait for elsewhere, such as the end of a process, is not known here.
     */
    public List<BlockedProcess> blocked() {
        return engine.blocked();
    }

    @Override
    public Optional<SimProcess> currentProcess() {
        return engine.currentProcess();
    }

    @Override
    public SchedulerSpi spi() {
        return engine;
    }

    // ---- the end ----

    /**
     * Ends this scheduler: from now on nothing can be spawned and no timer fires; every process is ended by
     * {@link InterruptedException}, one that goes on waiting here nevertheless by an error, and waited for. A process
     * that neither ends nor waits holds up the close. Called by one of the processes, it does not wait for that one,
     * which goes on interrupted and ends as the others do, at its next wait. A second close does nothing.
     *
     * <p>Other threads that wait for a message or space of a broker get an {@link IllegalStateException}, and so do
     * those that come to wait for it later: leases, delays and handlers have ended. What else they wait for here, an
     * element of a mailbox for example, goes on, if anybody is left who brings it. May be called by a broker's
     * listener, but not inside a {@linkplain dev.simbroker.time.spi.Guard guard}, which the processes may need to end.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** The settings of a live scheduler. Not thread-safe. */
    public static final class Builder {

        private OptionalLong seed = OptionalLong.empty();
        private FailureHandler failureHandler = (process, cause) -> {};

        private @Nullable TraceSink trace;

        private Builder() {}

        /** The seed of {@link LiveScheduler#random}; without it, a different one each time. */
        public Builder seed(long value) {
            this.seed = OptionalLong.of(value);
            return this;
        }

        /** Tells {@code handler} what processes and timers' tasks throw, beside the log. */
        public Builder onFailure(FailureHandler handler) {
            this.failureHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /** Tells {@code sink} what happens on the scheduler and in the brokers that run on it. */
        public Builder traceTo(TraceSink sink) {
            this.trace = trace == null ? Objects.requireNonNull(sink, "sink") : trace.and(sink);
            return this;
        }

        /** A new live scheduler. */
        public LiveScheduler build() {
            return new LiveScheduler(this);
        }
    }
}

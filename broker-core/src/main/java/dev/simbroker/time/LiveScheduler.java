package dev.simbroker.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock, and processes that really run in parallel: the scheduler of applications, and of tests with threads that cannot be
 * simulated.
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
 * <p><b>Threads.</b> All methods may be called from any thread, of whatever kind, and every thread can wait here, so that queues and
 * brokers on this scheduler can be used from everywhere. Only a {@linkplain #schedule timer's} task must not wait; it is refused.
 * Processes are virtual threads, which nobody preempts: one that goes round a loop of {@code poll()} without waiting keeps the others
 * from its carrier thread, and on Java 21 can starve one for good even while other carriers are idle. Wait, with a
 * time-out if need be, or call {@link Thread#yield} in such a loop.
 *
 * <p><b>Time.</b> {@link #nanoTime} starts at 0. {@link #clock} starts at the system's time of day and from then on follows {@code nanoTime},
 * so that the two never disagree about an order; when the system's clock is set meanwhile, it does not follow.
 *
 * <p><b>Failure.</b> A process or a timer's task that throws is logged as an error and told to the
 * {@linkplain Builder#onFailure failure handler}; everything else goes on.
 */
public final class LiveScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveScheduler.class);

    private final LiveTime time = new LiveTime();
    private final Clock clock = time.clock();
    private final long seed;
    private final RandomGenerator random;
    private final FailureHandler failureHandler;
    private final LiveProcesses processes = new LiveProcesses();
    private final LiveTimers timers = new LiveTimers(this);
    private final ThreadLocal<LiveWaiter> waiters;

    private LiveScheduler(Builder builder) {
        seed = builder.seed.orElseGet(LiveTime::anySeed);
        random = new Random(seed);
        failureHandler = builder.failureHandler;
        waiters = waiters(time);
    }

    /** Made without the scheduler, which a waiter that knew it would keep in memory as long as its thread lives. */
    private static ThreadLocal<LiveWaiter> waiters(LiveTime time) {
        return ThreadLocal.withInitial(() -> new LiveWaiter(time, Thread.currentThread(), null));
    }

    /** A builder of a live scheduler. */
    public static Builder builder() {
        return new Builder();
    }

    /** Told of processes and timers' tasks that threw. */
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
        return time.nanoTime();
    }

    @Override
    public Instant instant(long nanoTime) {
        return time.instant(nanoTime);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /** The source of every random choice on this scheduler, which may be used from any thread; {@link #seed} tells its seed. */
    @Override
    public RandomGenerator random() {
        return random;
    }

    /** The seed of {@link #random}. With real threads, a seed repeats the numbers, but not who draws which. */
    public long seed() {
        return seed;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        long deadline = deadlineAfter(Durations.nanos("a sleep", duration));
        Waiter me = currentWaiter();
        do {
            me.await(new Sleep(duration), deadline);
        } while (nanoTime() < deadline);
    }

    private record Sleep(Duration duration) implements WaitReason {
        @Override
        public String describe() {
            return "the end of a sleep of " + duration;
        }
    }

    /**
     * Runs {@code task} once, after {@code delay}, on a thread for the tasks of all timers. The task must be short and must not wait: a
     * wait on this scheduler is refused, any other delays all other timers. After the {@linkplain #close close} nothing is due any more.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return timers.schedule(Durations.nanos("a delay", delay), Objects.requireNonNull(task, "task"));
    }

    // ---- processes ----

    /**
     * Starts a process on a virtual thread of its own; {@link #awaitEnd} waits for it.
     *
     * @throws IllegalStateException if this scheduler is closed
     */
    @Override
    public Process spawn(String name, ProcessBody body) {
        return start(name, body, false);
    }

    /**
     * Starts a process for which {@link #awaitEnd} does not wait; otherwise like {@link #spawn}.
     *
     * @throws IllegalStateException if this scheduler is closed
     */
    @Override
    public Process spawnBackground(String name, ProcessBody body) {
        return start(name, body, true);
    }

    private Process start(String name, ProcessBody body, boolean background) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a process's name must not be blank: '" + name + "'");
        }
        var process = new LiveProcess(this, name, Objects.requireNonNull(body, "body"), background);
        processes.start(process);
        return process;
    }

    /** Called by a process that begins. */
    LiveWaiter adopt(LiveProcess process, Thread thread) {
        var waiter = new LiveWaiter(time, thread, process);
        waiters.set(waiter);
        return waiter;
    }

    void ended(LiveProcess process) {
        processes.ended(process);
    }

    void failed(String what, String process, Throwable cause) {
        LOG.error("{} failed", what, cause);
        try {
            failureHandler.failed(process, cause);
        } catch (Throwable e) {
            LOG.error("the failure handler failed at the failure of {}", what, e);
        }
    }

    /**
     * Waits until every process has ended, background ones aside. The handlers of a broker are processes that count, and end when their
     * {@linkplain dev.simbroker.Consumption#close consumption is closed}: as long as one is open, this waits.
     */
    public void awaitEnd() throws InterruptedException {
        processes.awaitForeground(FOREVER);
    }

    /**
     * Waits until every process has ended, background ones aside, at most for {@code timeout}. Handlers count as long as their consumption is
     * open, see {@link #awaitEnd()}.
     *
     * @return whether they have
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return processes.awaitForeground(Durations.nanos("a time-out", timeout));
    }

    /**
     * The processes that now sleep or wait in queues and brokers: for what, since when and at which line, in order of creation. What they
     * wait for elsewhere, such as the end of a process, is not known here.
     */
    public List<BlockedProcess> blocked() {
        return processes.alive().stream()
                .map(LiveProcess::blocked)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    // ---- waiting ----

    @Override
    public boolean canWait() {
        return !LiveTimers.isTask(this);
    }

    /**
     * The calling thread as something that can wait and be woken; the same object at each call.
     *
     * @throws IllegalStateException if the caller is a timer's task of this scheduler
     */
    @Override
    public Waiter currentWaiter() {
        if (!canWait()) {
            throw new IllegalStateException("a timer's task must not wait: spawn a process for it");
        }
        return waiters.get();
    }

    @Override
    public Optional<Process> currentProcess() {
        return canWait() ? Optional.ofNullable(waiters.get().process()) : Optional.empty();
    }

    @Override
    public Guard newGuard() {
        return new LiveGuard();
    }

    // ---- the end ----

    /**
     * Ends this scheduler: from now on nothing can be spawned and no timer fires; every process is ended by
     * {@link InterruptedException}, one that goes on waiting here nevertheless by an error, and waited for. A process that neither ends nor
     * waits holds up the close. Called by one of the processes, it does not wait for that one. A second close does nothing.
     *
     * <p>Other threads are left alone: what they wait for goes on, if anybody is left who brings it. Must not be called inside a guard, by a
     * broker's listener for instance, since the processes may need that guard to end.
     */
    @Override
    public void close() {
        timers.close(); // first, for their tasks may spawn
        if (!processes.close()) {
            return;
        }
        List<LiveProcess> left = processes.alive().stream()
                .filter(process -> !process.isCaller())
                .toList();
        left.forEach(LiveProcess::unwind);
        boolean interrupted = false;
        for (LiveProcess process : left) {
            interrupted |= awaitEnd(process);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of a process, come what may; answers whether the caller was interrupted meanwhile. */
    private static boolean awaitEnd(LiveProcess process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Collects what makes one live scheduler different from another. Not thread-safe. */
    public static final class Builder {

        private OptionalLong seed = OptionalLong.empty();
        private FailureHandler failureHandler = (process, cause) -> {};

        private Builder() {}

        /** The seed of {@link LiveScheduler#random}; without it, a different one each time. */
        public Builder seed(long value) {
            this.seed = OptionalLong.of(value);
            return this;
        }

        /** Who is told of what processes and timers' tasks throw, beside the log. */
        public Builder onFailure(FailureHandler handler) {
            this.failureHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /** A new live scheduler. */
        public LiveScheduler build() {
            return new LiveScheduler(this);
        }
    }
}

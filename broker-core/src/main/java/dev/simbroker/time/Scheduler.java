package dev.simbroker.time;

import dev.simbroker.internal.executor.FutureWait;
import dev.simbroker.internal.executor.ProcessExecutor;
import dev.simbroker.internal.executor.ScheduledProcessExecutor;
import dev.simbroker.time.spi.SchedulerSpi;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one seam to time and threads: what a queue or a broker needs to know of the clock it runs on.
 *
 * <p>Queues and the broker are written once against this interface and so run on every clock that implements it.
 * {@link Simulation} is the simulated one, {@link LiveScheduler} the wall clock.
 */
public interface Scheduler {

    /** The deadline that never comes. */
    long FOREVER = Long.MAX_VALUE;

    /** The wall clock, with processes that really run in parallel; {@link LiveScheduler#builder} offers more. */
    static LiveScheduler live() {
        return LiveScheduler.builder().build();
    }

    /** This scheduler's time in nanoseconds since its own origin; it never goes back. May be called from any thread. */
    long nanoTime();

    /** This scheduler's time as a {@link Clock} in UTC. May be called and read from any thread. */
    Clock clock();

    /** The seeded source of every random choice on this scheduler. */
    RandomGenerator random();

    /**
     * One of {@code count} alternatives, from 0, by seeded chance. Where an {@link Exploration} tries all orders of a
     * simulation, it tries all of these too: it is the way to say that something may or may not happen.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    default int choose(int count) {
        return random().nextInt(count);
    }

    /**
     * Suspends the calling process for {@code duration}.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     * @throws InterruptedException if the process is interrupted before or while it sleeps
     */
    void sleep(Duration duration) throws InterruptedException;

    /** Starts a process; a run lasts as long as it can go on. */
    SimProcess spawn(String name, ProcessBody body);

    /** Starts a process that does not keep a run alive: a ticker, a sampler, a server. */
    SimProcess spawnBackground(String name, ProcessBody body);

    /**
     * Runs {@code task} once, after {@code delay}. The task must be short and must not wait; one that wants to wait
     * spawns a process.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    Timer schedule(Duration delay, Runnable task);

    /** The calling process; empty where the caller is none. */
    Optional<SimProcess> currentProcess();

    /** What queues and brokers are built on; of no use to anybody else. */
    SchedulerSpi spi();

    // ---- for code that knows nothing of schedulers ----

    /** {@link #executor(String)}, with processes named {@code task-1}, {@code task-2} and so on. */
    default ExecutorService executor() {
        return executor("task");
    }

    /**
     * A new executor of which each task is a process of this scheduler, named {@code name-1}, {@code name-2} and so on
     * in the order in which they were handed over. Tasks wait for each other only where they say so, as those of {@link
     * java.util.concurrent.Executors#newVirtualThreadPerTaskExecutor}.
     *
     * <p>All its waits, and those of its futures, are in this scheduler's time: {@code get}, {@code invokeAll},
     * {@code invokeAny}, {@code awaitTermination}, {@code close}. A thread that cannot wait may call them only where
     * nothing is to be waited for, and gets an {@link IllegalStateException} otherwise. A task handed over by
     * {@code execute} that throws fails its process, and so a simulation's run; what one handed over by {@code submit}
     * throws is in its future.
     *
     * <p>It ends with this scheduler: when that is closed, it is shut down, what has not begun is cancelled, what runs
     * is ended like every process, and from then on every task is refused with a
     * {@link java.util.concurrent.RejectedExecutionException}.
     */
    default ExecutorService executor(String name) {
        return ProcessExecutor.of(this, name);
    }

    /** {@link #scheduledExecutor(String)}, with processes named {@code task-1}, {@code task-2} and so on. */
    default ScheduledExecutorService scheduledExecutor() {
        return scheduledExecutor("task");
    }

    /**
     * A new {@link #executor(String)} that also starts tasks at given times of this scheduler. Each execution is a
     * process of its own, and there is no limit to how many run at once; those of one task that repeats never overlap.
     *
     * <p>After {@code shutdown} tasks that wait for their time still run then, and those that repeat are cancelled: the
     * defaults of {@link java.util.concurrent.ScheduledThreadPoolExecutor}. What runs once keeps a simulation's run
     * alive until it has run. What repeats would do so forever, and therefore is in the background. When this
     * scheduler is closed, what waits for its time is cancelled.
     *
     * <p>A task that repeats and throws is not repeated any more. As hardly anybody keeps the future of such a task,
     * its failure is logged as a warning and fails its process, as if it had been handed over by {@code execute}; only
     * where a process waits for the future at that time, it is told instead.
     */
    default ScheduledExecutorService scheduledExecutor(String name) {
        return ScheduledProcessExecutor.of(this, name);
    }

    /** {@link #threadFactory(String)}, with threads named {@code thread-1}, {@code thread-2} and so on. */
    default ThreadFactory threadFactory() {
        return threadFactory("thread");
    }

    /**
     * A factory of threads that can wait in this scheduler's time, named {@code name-1}, {@code name-2} and so on.
     * Where every thread can, these are plain virtual threads.
     *
     * <p>In a simulation each is a process, which begins when the thread is started and has the thread to itself: its
     * name, its thread-locals and its interrupt status are the thread's. It is a platform thread; one made a daemon
     * before its start is a process in the background. What it throws, unless it has an uncaught-exception handler of
     * its own, fails the run. It is alive from its start to the end of its process, and its state is that of the
     * process. {@link Thread#join()} cannot be made to wait in simulated time, and is reported: use
     * {@link SimProcess#of} and {@link SimProcess#join()}, or a future. An executor of the JDK cannot run on these
     * threads, and gets an {@link UnsupportedOperationException}: use {@link #executor(String)} or
     * {@link #scheduledExecutor(String)}.
     */
    default ThreadFactory threadFactory(String name) {
        return Thread.ofVirtual().name(name + "-", 1).factory();
    }

    /**
     * Waits in this scheduler's time until {@code future} is done, and answers with its result.
     *
     * <p>A future of {@link #executor} and a {@link java.util.concurrent.CompletionStage} wake the waiting process at
     * once, if completed by a process; in a simulation a completion by any other thread goes unnoticed, since it comes
     * at no simulated time. At any other future this looks now and then, at growing intervals from a millisecond to a
     * minute.
     *
     * @throws ExecutionException if it has failed
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the process is interrupted before the future is done
     * @throws IllegalStateException if it is not done, and the caller is not a process of this scheduler
     */
    default <T extends @Nullable Object> T await(Future<T> future) throws InterruptedException, ExecutionException {
        return FutureWait.await(spi(), future);
    }

    /**
     * Waits like {@link #await(Future)}, but at most for {@code timeout}.
     *
     * @throws TimeoutException if the future is not done then
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    default <T extends @Nullable Object> T await(Future<T> future, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        return FutureWait.await(spi(), future, timeout);
    }
}

package dev.simbroker.time;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

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
     * Suspends the calling process for {@code duration}.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     * @throws InterruptedException if the process is interrupted before or while it sleeps
     */
    void sleep(Duration duration) throws InterruptedException;

    /** Starts a process; a run lasts as long as it can go on. */
    Process spawn(String name, ProcessBody body);

    /** Starts a process that does not keep a run alive: a ticker, a sampler, a server. */
    Process spawnBackground(String name, ProcessBody body);

    /**
     * Runs {@code task} once, after {@code delay}. The task must be short and must not wait; one that wants to wait spawns
     * a process.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    Timer schedule(Duration delay, Runnable task);

    /**
     * The calling process as something that can wait and be woken: what queues are built on.
     *
     * @throws IllegalStateException if the caller cannot wait, see {@link #canWait}
     */
    Waiter currentWaiter();

    /** Whether the caller can wait: in a simulation its processes can, on the live clock every thread, and never a timer's task. */
    boolean canWait();

    /** A new {@link Guard} for the state of one queue or broker. */
    Guard newGuard();

    /** The deadline {@code timeout} nanoseconds from now, {@link #FOREVER} where that is beyond the end of time. */
    default long deadlineAfter(long timeout) {
        long now = nanoTime();
        return timeout >= FOREVER - now ? FOREVER : now + Math.max(timeout, 0);
    }
}

package dev.simbroker.time;

import dev.simbroker.internal.schedule.Path;
import dev.simbroker.internal.schedule.PathStrategy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small program's runs in every order in which it could happen, or in as many as it is given: a proof, within its
 * bounds, that no order breaks it.
 *
 * <pre>{@code
 * Coverage coverage = Exploration.exhaustive().explore(schedule -> {
 *     try (var simulation = Simulation.builder().schedule(schedule).build()) {
 *         ...
 *     }
 * });
 * }</pre>
 *
 * <p>What varies is which process goes next, which timer of an instant fires first, and what {@link Scheduler#choose}
 * answers. Other random numbers depend on the seed, as always. The number of orders grows exponentially with that of
 * the processes and of their operations on queues and brokers; a bound on {@linkplain #preemptions preemptions} makes
 * it polynomial, and experience says that most faults need no more than two (Musuvathi, Qadeer: Iterative Context
 * Bounding for Systematic Testing of Multithreaded Programs, PLDI 2007).
 *
 * <p>Immutable; an exploration runs on the calling thread.
 */
public final class Exploration {

    /** The number of interleavings that are tried unless another is given. */
    public static final long DEFAULT_INTERLEAVINGS = 100_000;

    private final long interleavings;
    private final int preemptions;

    private Exploration(long interleavings, int preemptions) {
        this.interleavings = interleavings;
        this.preemptions = preemptions;
    }

    /** An exploration of all orders, but of {@value #DEFAULT_INTERLEAVINGS} at most. */
    public static Exploration exhaustive() {
        return new Exploration(DEFAULT_INTERLEAVINGS, Integer.MAX_VALUE);
    }

    /**
     * The same with at most {@code most} orders.
     *
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    public Exploration interleavings(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("the number of interleavings must be at least 1: " + most);
        }
        return new Exploration(most, preemptions);
    }

    /**
     * The same with only those orders in which at most {@code most} times a process that could go on has to let another
     * go first.
     *
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public Exploration preemptions(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("the number of preemptions must not be negative: " + most);
        }
        return new Exploration(interleavings, most);
    }

    /**
     * Calls {@code run} once for each order, each time with the schedule for the one simulation that it is to build,
     * run and close.
     *
     * @return what was covered
     * @throws RuntimeException what {@code run} throws, which ends the exploration; the failure of a simulation says
     *     how to replay it
     * @throws ReplayDivergedException if the program does other things when it is repeated
     * @throws IllegalStateException if {@code run} does not use the schedule
     */
    public Coverage explore(Consumer<Schedule> run) {
        long done = 0;
        @Nullable Path path = Path.empty();
        while (path != null && done < interleavings) {
            var strategy = new PathStrategy(path, preemptions);
            run.accept(new Schedule(strategy));
            if (!strategy.isUsed()) {
                throw new IllegalStateException(
                        "the run of an exploration must build a simulation with the schedule that it is given");
            }
            strategy.checkFollowed();
            done++;
            path = path.next();
        }
        return new Coverage(done, path == null);
    }
}

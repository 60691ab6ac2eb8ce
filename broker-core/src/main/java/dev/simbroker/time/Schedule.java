package dev.simbroker.time;

import dev.simbroker.internal.schedule.FifoStrategy;
import dev.simbroker.internal.schedule.PctStrategy;
import dev.simbroker.internal.schedule.RandomStrategy;
import dev.simbroker.internal.schedule.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * The way in which a {@link Simulation} decides which of several things that could happen next does: which of the ready
 * processes goes on, and which of the timers of one instant fires first.
 *
 * <p>Under {@link #fifo} nothing is left to chance. The others look for orders in which a program fails: under them
 * every operation on a queue or a broker is a point at which another process may go first. They are pure functions of
 * the seed, so that whatever they find can be repeated. {@link Exploration} tries all orders of a small program.
 *
 * <p>Immutable, and may be shared by any number of simulations.
 */
public final class Schedule {

    private final Strategy strategy;

    Schedule(Strategy strategy) {
        this.strategy = strategy;
    }

    /** First come, first served, and timers of one instant in order of creation: the default. */
    public static Schedule fifo() {
        return new Schedule(new FifoStrategy());
    }

    /** Each time one of the candidates, all with the same chance. */
    public static Schedule random() {
        return new Schedule(new RandomStrategy());
    }

    /**
     * {@link #pct(int, long)} for a program of which it is not known how often it will choose: the changes are as
     * likely to fall into the first ten choices as between the tenth and the hundredth or the hundredth and the
     * thousandth, up to a million.
     *
     * @throws IllegalArgumentException if {@code depth} is less than 1 or more than 100
     */
    public static Schedule pct(int depth) {
        return new Schedule(new PctStrategy(depth, PctStrategy.UNKNOWN));
    }

    /**
     * Random priorities: the most important candidate always goes, and {@code depth - 1} times in a run the one that
     * would go becomes the least important. Finds a fault that needs {@code depth} things in a certain order among
     * {@code n} processes and {@code k} choices with a chance of at least {@code 1 / (n * k^(depth-1))}, which is far
     * more than chance alone gives it.
     *
     * <p>Source: Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized Scheduler with Probabilistic Guarantees of
     * Finding Bugs, ASPLOS 2010.
     *
     * @param depth from 1; most faults need 2 or 3
     * @param choices how often the program is expected to choose; the changes fall into these first ones
     * @throws IllegalArgumentException if {@code depth} is less than 1 or more than 100, or {@code choices} less than
     *     {@code depth}
     */
    public static Schedule pct(int depth, long choices) {
        if (choices < 1) {
            throw new IllegalArgumentException("the choices of a pct schedule must be at least 1: " + choices);
        }
        return new Schedule(new PctStrategy(depth, choices));
    }

    /** The algorithm behind this schedule. */
    Strategy strategy() {
        return strategy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Schedule schedule && schedule.strategy.equals(strategy);
    }

    @Override
    public int hashCode() {
        return strategy.hashCode();
    }

    /** The schedule as it stands in a replay, {@code pct.3} for example. */
    @Override
    public String toString() {
        return strategy.toString();
    }
}

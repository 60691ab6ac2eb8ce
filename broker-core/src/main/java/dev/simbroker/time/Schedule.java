package dev.simbroker.time;

import java.util.Random;

/**
 * How a {@link Simulation} decides which of several things that could happen next does: who of those that are ready goes on, and which of
 * the timers of one instant fires first.
 *
 * <p>Under {@link #fifo} nothing is left to chance. The others look for orders in which a program fails: under them every operation on a queue
 * or a broker is a point at which another process may go first. They are pure functions of the seed, so that whatever they find can be
 * repeated. {@link Exploration} tries all orders of a small program.
 *
 * <p>Immutable, and may be shared by any number of simulations.
 */
public abstract sealed class Schedule permits Schedule.Fifo, Schedule.Uniform, Schedule.Pct, PathSchedule {

    /** How many choices {@link #pct(int)} expects. */
    private static final long EXPECTED_CHOICES = 1_000;

    Schedule() {}

    /** First come, first served, and timers of one instant in order of creation: the default. */
    public static Schedule fifo() {
        return new Fifo();
    }

    /** Each time one of those that could go next, all with the same chance. */
    public static Schedule random() {
        return new Uniform();
    }

    /** {@link #pct(int, long)} for a program that is expected to choose a thousand times. */
    public static Schedule pct(int depth) {
        return pct(depth, EXPECTED_CHOICES);
    }

    /**
     * Random priorities: the most important of those that could go next always does, and {@code depth - 1} times in a run the one that would
     * go becomes the least important. Finds a fault that needs {@code depth} things in a certain order among {@code n} processes and {@code k}
     * choices with a chance of at least {@code 1 / (n * k^(depth-1))}, which is far more than chance alone gives it.
     *
     * <p>Source: Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010.
     *
     * @param depth from 1; most faults need 2 or 3
     * @param choices how often the program is expected to choose; the changes fall into these first ones
     * @throws IllegalArgumentException if {@code depth} is less than 1 or {@code choices} less than {@code depth}
     */
    public static Schedule pct(int depth, long choices) {
        return new Pct(depth, choices);
    }

    /** What decides in one run; null where nothing has to be decided. */
    abstract Chooser chooser(long seed);

    /** Whether operations are points at which another process may go first. */
    boolean preempts() {
        return true;
    }

    static final class Fifo extends Schedule {

        @Override
        Chooser chooser(long seed) {
            return new RandomChooser(new Random(seed)); // never asked
        }

        @Override
        boolean preempts() {
            return false;
        }

        @Override
        public String toString() {
            return "fifo";
        }
    }

    static final class Uniform extends Schedule {

        @Override
        Chooser chooser(long seed) {
            return new RandomChooser(new Random(seed));
        }

        @Override
        public String toString() {
            return "random";
        }
    }

    static final class Pct extends Schedule {

        private final int depth;
        private final long choices;

        Pct(int depth, long choices) {
            if (depth < 1) {
                throw new IllegalArgumentException("the depth of a pct schedule must be at least 1: " + depth);
            }
            if (choices < depth) {
                throw new IllegalArgumentException(
                        "the choices of a pct schedule must be at least its depth, " + depth + ": " + choices);
            }
            this.depth = depth;
            this.choices = choices;
        }

        @Override
        Chooser chooser(long seed) {
            return new PctChooser(seed, depth, choices);
        }

        @Override
        public String toString() {
            return "pct." + depth + "." + choices;
        }
    }
}

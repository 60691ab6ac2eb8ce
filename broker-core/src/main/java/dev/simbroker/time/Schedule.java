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

    Schedule() {}

    /** First come, first served, and timers of one instant in order of creation: the default. */
    public static Schedule fifo() {
        return new Fifo();
    }

    /** Each time one of those that could go next, all with the same chance. */
    public static Schedule random() {
        return new Uniform();
    }

    /**
     * {@link #pct(int, long)} for a program of which it is not known how often it will choose: the changes are as likely to fall into the first
     * ten choices as between the tenth and the hundredth or the hundredth and the thousandth, up to a million.
     *
     * @throws IllegalArgumentException if {@code depth} is less than 1 or more than {@value Pct#DEEPEST}
     */
    public static Schedule pct(int depth) {
        return new Pct(depth, Pct.UNKNOWN);
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
     * @throws IllegalArgumentException if {@code depth} is less than 1 or more than {@value Pct#DEEPEST}, or {@code choices} less than
     *     {@code depth}
     */
    public static Schedule pct(int depth, long choices) {
        if (choices < 1) {
            throw new IllegalArgumentException("the choices of a pct schedule must be at least 1: " + choices);
        }
        return new Pct(depth, choices);
    }

    /** What decides in one run. */
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

        static final int DEEPEST = 100;
        static final long UNKNOWN = 0;

        private final int depth;
        private final long choices;

        Pct(int depth, long choices) {
            if (depth < 1 || depth > DEEPEST) {
                throw new IllegalArgumentException(
                        "the depth of a pct schedule must be from 1 to " + DEEPEST + ": " + depth);
            }
            if (choices != UNKNOWN && choices < depth) {
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
            return "pct." + depth + (choices == UNKNOWN ? "" : "." + choices);
        }
    }
}

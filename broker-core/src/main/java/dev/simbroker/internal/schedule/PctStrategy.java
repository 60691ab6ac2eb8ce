package dev.simbroker.internal.schedule;

/**
 * The strategy of random priorities with {@code depth - 1} changes among the first {@code choices} choices.
 *
 * @param depth from 1 to {@value #DEEPEST}
 * @param choices the expected number of choices; {@link #UNKNOWN} if unknown
 */
public record PctStrategy(int depth, long choices) implements Strategy {

    public static final int DEEPEST = 100;
    public static final long UNKNOWN = 0;

    public PctStrategy {
        if (depth < 1 || depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "the depth of a pct schedule must be from 1 to " + DEEPEST + ": " + depth);
        }
        if (choices != UNKNOWN && choices < depth) {
            throw new IllegalArgumentException(
                    "the choices of a pct schedule must be at least its depth, " + depth + ": " + choices);
        }
    }

    @Override
    public Chooser chooser(long seed) {
        return new PctChooser(seed, depth, choices);
    }

    @Override
    public String toString() {
        return "pct." + depth + (choices == UNKNOWN ? "" : "." + choices);
    }
}

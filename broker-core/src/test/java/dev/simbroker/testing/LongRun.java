package dev.simbroker.testing;

/**
 * The switch {@code -Dlong}, with which a build has time for tests that take long: those with the tag {@code long} run
 * too, and tests that repeat something do so more often.
 */
public final class LongRun {

    private static final boolean ON = System.getProperty("long") != null;

    private LongRun() {}

    /** The number of repetitions: {@code usual}, and in a long run {@code inLongRun}. */
    public static int count(int usual, int inLongRun) {
        return ON ? inLongRun : usual;
    }
}

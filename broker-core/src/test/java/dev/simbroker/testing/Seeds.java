package dev.simbroker.testing;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs a check for many seeds. A failure names its seed, and how to run that alone. */
public final class Seeds {

    private Seeds() {}

    /** The number of seeds, unless only one is asked for. */
    public static int count(int usual) {
        return Integer.getInteger("simbroker.seeds", LongRun.count(usual, 3 * usual));
    }

    public static boolean isOnlyOne() {
        return Long.getLong("simbroker.seed") != null;
    }

    public static void forEach(int usual, LongConsumer check) {
        Long only = Long.getLong("simbroker.seed");
        if (only != null) {
            run(only, check);
        } else {
            LongStream.range(0, count(usual)).forEach(seed -> run(seed, check));
        }
    }

    private static void run(long seed, LongConsumer check) {
        try {
            check.accept(seed);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " (again: -Dsimbroker.seed=" + seed + "): " + e.getMessage(), e);
        }
    }
}

package dev.simbroker.junit;

import java.util.Random;

/** Tells the seed of a run by its first random number. */
final class Seeds {

    private Seeds() {}

    static long of(Random random) {
        long number = random.nextLong();
        for (long seed = 0; seed < 10_000; seed++) {
            if (new Random(seed).nextLong() == number) {
                return seed;
            }
        }
        throw new AssertionError("no seed that a test uses");
    }
}

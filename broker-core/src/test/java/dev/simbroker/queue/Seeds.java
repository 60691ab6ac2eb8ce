package dev.simbroker.queue;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs a seeded check for many seeds; the failing one is named. */
final class Seeds {

    private Seeds() {}

    static void forEach(long count, LongConsumer check) {
        LongStream.range(0, count).forEach(seed -> {
            try {
                check.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        });
    }
}

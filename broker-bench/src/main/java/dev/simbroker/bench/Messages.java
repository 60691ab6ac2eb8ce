package dev.simbroker.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The messages that benchmarks send: the same objects in every round, so that no system pays for their creation. */
final class Messages {

    private Messages() {}

    /** The numbers from 1 to {@code count}. */
    static List<Integer> numbered(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }
}

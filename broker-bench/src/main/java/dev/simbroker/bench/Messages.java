package dev.simbroker.bench;

import java.util.List;
import java.util.stream.IntStream;

/** What the benchmarks send: the same objects in every round, so that no system pays for making them. */
final class Messages {

    private Messages() {}

    /** The numbers from 1 to {@code count}. */
    static List<Integer> numbered(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }
}

package dev.simbroker.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files that are short enough to be read and ask for more than anybody has. Each took minutes, or all the memory. */
final class WorstFiles {

    private static final int LARGEST = 2 << 20;

    private WorstFiles() {}

    /** Each file with what is refused in it. */
    static Map<String, String> refused() {
        var files = new LinkedHashMap<String, String>();
        files.put("-".repeat(LARGEST), "line 1, column 1: a value must be at most 1000 characters long");
        files.put("- ".repeat(LARGEST / 2), "line 1, column 101: lists and mappings must be nested at most 50 deep");
        files.put("[".repeat(LARGEST), "line 1, column 51: lists and mappings must be nested at most 50 deep");
        files.put("{".repeat(LARGEST), "line 1, column 2: a key must be text");
        files.put("? ".repeat(LARGEST / 2), "line 1, column 3: a key must be text");
        files.put(indented(2_000), "line 51, column 51: lists and mappings must be nested at most 50 deep");
        files.put(
                "-\n".repeat(LARGEST / 2),
                "line 10001, column 2: there must be at most 10000 nodes in one list or mapping");
        files.put(
                IntStream.range(0, 200_000).mapToObj(n -> "k" + n + ": 1\n").collect(Collectors.joining()),
                "line 10001, column 1: there must be at most 10000 nodes in one list or mapping");
        files.put(
                "until: " + "9".repeat(LARGEST - 7), "line 1, column 8: a value must be at most 1000 characters long");
        files.put(
                "until: 1\npublishers: []\nsubscribers:\n- {name: A, processing: 1, topics: [" + topics(0, 200_000),
                "line 4, column 68927: there must be at most 10000 nodes in one list or mapping");
        files.put(
                subscribers(20, n -> "topics: [" + topics(n, 9_000) + "]"),
                "subscribers[1] is too much: there must be at most 10000 members in sum, each counted once for each of"
                        + " its topics");
        files.put(
                subscribers(1_000, n -> "topics: [t], members: 1000"),
                "subscribers[10] is too much: there must be at most 10000 members in sum, each counted once for each of"
                        + " its topics");
        files.put(
                subscribers(9_999, n -> "topics: [t], group: g, members: 2"),
                "subscribers[5000] is too much: there must be at most 10000 members in sum, each counted once for each"
                        + " of its topics");
        return files;
    }

    /** As many members as there may be, in one group. */
    static String mostMembers() {
        return subscribers(10_000, n -> "topics: [t], group: g, assignment: least-loaded")
                .replace("publishers: []", "publishers: [{name: P, topic: t, interval: 1}]");
    }

    /** Messages that nobody ever takes. */
    static String endless() {
        return """
                until: 1000000000
                publishers: [{name: P, topic: t, interval: 0.000000001, burst: 10000, delay: 1000000}]
                subscribers: [{name: S, topics: [t], processing: 1, guarantee: exactly-once}]
                """;
    }

    private interface Settings {
        String of(int subscriber);
    }

    private static String subscribers(int count, Settings settings) {
        return "until: 1\npublishers: []\nsubscribers:\n"
                + IntStream.range(0, count)
                        .mapToObj(n -> "- {name: A" + n + ", processing: 1, " + settings.of(n) + "}\n")
                        .collect(Collectors.joining());
    }

    private static String topics(int first, int count) {
        return IntStream.range(0, count).mapToObj(n -> "t" + first + n).collect(Collectors.joining(","));
    }

    private static String indented(int depth) {
        return IntStream.range(0, depth).mapToObj(n -> " ".repeat(n) + "a:\n").collect(Collectors.joining());
    }
}

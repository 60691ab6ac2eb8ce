package dev.simbroker.junit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/**
 * A check that the messages of each key left a subscription in order of publication.
 *
 * @param subscription the subscription's name
 * @param keys the histories by key, in order of publication
 */
record OrderPerKey(String subscription, Map<String, List<History>> keys) {

    static OrderPerKey of(Journal journal, String subscription) {
        journal.requireSubscription(subscription);
        var keys = new LinkedHashMap<String, List<History>>();
        for (History history : journal.histories()) {
            boolean given = history.passages().stream()
                    .anyMatch(passage -> passage.subscription().equals(subscription));
            if (given) {
                history.message()
                        .key()
                        .ifPresent(key -> keys.computeIfAbsent(key, fresh -> new ArrayList<>())
                                .add(history));
            }
        }
        return new OrderPerKey(subscription, keys);
    }

    void check() {
        keys.forEach(this::check);
    }

    private void check(String key, List<History> histories) {
        History latest = null;
        for (History history : histories) {
            long place = place(history);
            if (latest != null && place < place(latest)) {
                throw outOfOrder(key, latest, history);
            }
            if (latest == null || place > place(latest)) {
                latest = history;
            }
        }
    }

    /** Its exit's position among all exits; after all of them while the message has not left. */
    private long place(History history) {
        return history.passages().stream()
                .filter(passage -> passage.subscription().equals(subscription))
                .mapToLong(passage -> passage.exit().map(Exit::place).orElse(Long.MAX_VALUE))
                .max()
                .orElse(Long.MAX_VALUE);
    }

    private AssertionFailedError outOfOrder(String key, History earlier, History later) {
        String reports = List.of(earlier, later).stream()
                .map(history -> System.lineSeparator() + history)
                .collect(Collectors.joining());
        return new AssertionFailedError(
                "message " + later.message().id() + " of key '" + key + "' left subscription '" + subscription
                        + "' before message " + earlier.message().id() + ", which was published earlier:" + reports);
    }
}

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
record OrderPerKey(String subscription, Map<String, List<MessageHistory>> keys) {

    static OrderPerKey of(Journal journal, String subscription) {
        journal.requireSubscription(subscription);
        var keys = new LinkedHashMap<String, List<MessageHistory>>();
        for (MessageHistory history : journal.histories()) {
            boolean given = history.subscriptions().stream()
                    .anyMatch(way -> way.subscription().equals(subscription));
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

    private void check(String key, List<MessageHistory> histories) {
        MessageHistory latest = null;
        for (MessageHistory history : histories) {
            long position = position(history);
            if (latest != null && position < position(latest)) {
                throw outOfOrder(key, latest, history);
            }
            if (latest == null || position > position(latest)) {
                latest = history;
            }
        }
    }

    /** The position of its outcome among all outcomes; after all of them while the message has not left. */
    private long position(MessageHistory history) {
        return history.subscriptions().stream()
                .filter(way -> way.subscription().equals(subscription))
                .mapToLong(way -> way.outcome().map(MessageOutcome::position).orElse(Long.MAX_VALUE))
                .max()
                .orElse(Long.MAX_VALUE);
    }

    private AssertionFailedError outOfOrder(String key, MessageHistory earlier, MessageHistory later) {
        String reports = List.of(earlier, later).stream()
                .map(history -> System.lineSeparator() + history)
                .collect(Collectors.joining());
        return new AssertionFailedError(
                "message " + later.message().id() + " of key '" + key + "' left subscription '" + subscription
                        + "' before message " + earlier.message().id() + ", which was published earlier:" + reports);
    }
}

package dev.simbroker.junit;

import dev.simbroker.Message;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An immutable snapshot of what has happened to one message so far. {@link #toString} is a report of several lines.
 *
 * @param message the message
 * @param subscriptions its way through each subscription that it was given to, in that order; empty if there was none
 */
public record MessageHistory(Message<?> message, List<SubscriptionHistory> subscriptions) {

    /** Copies the list. */
    public MessageHistory {
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * The message's way through the subscription of that name; the first one if it arrived through several
     * destinations.
     *
     * @throws IllegalArgumentException if the subscription was not given the message
     */
    public SubscriptionHistory in(String subscription) {
        return subscriptions.stream()
                .filter(way -> way.subscription().equals(subscription))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("subscription '" + subscription + "' was never given message "
                                + message.id() + "; its history:" + System.lineSeparator() + this));
    }

    /** Whether every subscription that it was given to, at least one, has settled it. */
    boolean isSettled() {
        return !subscriptions.isEmpty() && subscriptions.stream().allMatch(SubscriptionHistory::isSettled);
    }

    @Override
    public String toString() {
        String head = "message " + message.id() + " on " + message.topic()
                + message.key().map(key -> " with key '" + key + "'").orElse("") + ", published at "
                + message.timestamp()
                + ": " + message.payload();
        return subscriptions.isEmpty()
                ? head + System.lineSeparator() + "  given to no subscription"
                : subscriptions.stream()
                        .map(SubscriptionHistory::toString)
                        .collect(Collectors.joining(
                                System.lineSeparator() + "  ", head + System.lineSeparator() + "  ", ""));
    }
}

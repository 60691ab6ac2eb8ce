package dev.simbroker.junit;

import dev.simbroker.Message;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened to one message so far: an immutable snapshot. {@link #toString} is a report of several lines.
 *
 * @param message the message
 * @param passages its way through each subscription that was given it, in that order; none if nobody wanted it
 */
public record History(Message<?> message, List<Passage> passages) {

    /** Keeps the passages as they are now. */
    public History {
        passages = List.copyOf(passages);
    }

    /**
     * Its way through the subscription of that name; the first one, if it came there through several destinations.
     *
     * @throws IllegalArgumentException if the subscription was not given the message
     */
    public Passage in(String subscription) {
        return passages.stream()
                .filter(passage -> passage.subscription().equals(subscription))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("subscription '" + subscription + "' was never given message "
                                + message.id() + "; its history:" + System.lineSeparator() + this));
    }

    @Override
    public String toString() {
        String head = "message " + message.id() + " on " + message.topic()
                + message.key().map(key -> " with key '" + key + "'").orElse("") + ", published at "
                + message.timestamp()
                + ": " + message.payload();
        return passages.isEmpty()
                ? head + System.lineSeparator() + "  given to no subscription"
                : passages.stream()
                        .map(Passage::toString)
                        .collect(Collectors.joining(
                                System.lineSeparator() + "  ", head + System.lineSeparator() + "  ", ""));
    }
}

package dev.simbroker.junit;

import dev.simbroker.HandlerFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A message's way through one subscription, with every attempt. {@link #toString} is a report of several lines.
 *
 * @param destination the topic's name, or the pattern
 * @param subscription the subscription's name
 * @param delivered when the message was put into the subscription queue; empty if it never was, for example because
 *     the queue was full
 * @param attempts the attempts to deliver it, in order
 * @param outcome how it left; empty while it has not
 */
public record SubscriptionHistory(
        String destination,
        String subscription,
        Optional<Instant> delivered,
        List<AttemptRecord> attempts,
        Optional<MessageOutcome> outcome) {

    /** Copies the list of attempts. */
    public SubscriptionHistory {
        attempts = List.copyOf(attempts);
    }

    /**
     * An attempt to deliver the message.
     *
     * @param number its number, from 1
     * @param subscriber the name of the subscriber that received it
     * @param received when it was received
     * @param end how and when it ended; empty while it is under way
     * @param failure what its handler threw, if it did
     */
    public record AttemptRecord(
            int number, String subscriber, Instant received, Optional<End> end, Optional<HandlerFailure> failure) {

        /** An attempt at which no handler threw. */
        public AttemptRecord(int number, String subscriber, Instant received, Optional<End> end) {
            this(number, subscriber, received, end, Optional.empty());
        }

        @Override
        public String toString() {
            return "attempt " + number + " by '" + subscriber + "' at " + received + ": "
                    + end.map(End::toString).orElse("under way")
                    + failure.map(thrown -> "; its handler threw " + thrown).orElse("");
        }
    }

    /**
     * The end of an attempt.
     *
     * @param how how it ended
     * @param at when it ended
     * @param redeliveredAfter how long the message was kept back before it could be delivered again; empty if it left
     *     the subscription instead
     */
    public record End(AttemptOutcome how, Instant at, Optional<Duration> redeliveredAfter) {
        @Override
        public String toString() {
            var again = redeliveredAfter.map(delay -> ", to be delivered again after " + delay);
            return how + " at " + at + again.orElse("");
        }
    }

    /** The ends of the attempts, in order, without an attempt that is still under way. */
    public List<AttemptOutcome> outcomes() {
        return attempts.stream()
                .flatMap(attempt -> attempt.end().stream())
                .map(End::how)
                .toList();
    }

    boolean isSettled() {
        return outcome.filter(MessageOutcome.Settled.class::isInstance).isPresent();
    }

    @Override
    public String toString() {
        var lines = new StringJoiner(System.lineSeparator() + "    ");
        lines.add("subscription '" + subscription + "' on '" + destination + "'");
        lines.add(delivered.map(time -> "delivered at " + time).orElse("not put into the queue"));
        attempts.forEach(attempt -> lines.add(attempt.toString()));
        lines.add(outcome.map(MessageOutcome::toString).orElse("still there"));
        return lines.toString();
    }
}

package dev.simbroker;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The payload of a dead-letter topic: a message that a subscription could not settle, and why. The letter has the key,
 * the headers and the priority of the message, so that filters and {@link Assignment#BY_KEY} work there as on the
 * original topic; not its explicit id, delay and time to live.
 *
 * @param message the message, with its original topic
 * @param subscription the name of the subscription
 * @param reason why it gave up
 * @param time when it gave up
 * @param history the attempts, in order; the last {@value #LONGEST_HISTORY} of them
 * @param attempts how many attempts there were
 */
public record DeadLetter(
        Message<?> message,
        String subscription,
        RemovalReason reason,
        Instant time,
        int attempts,
        List<Attempt> history) {

    /** The number of attempts that a history keeps. */
    public static final int LONGEST_HISTORY = 100;

    /** Checks the history. */
    public DeadLetter {
        history = List.copyOf(history);
    }

    /** The original topic. */
    public Topic<?> topic() {
        return message.topic();
    }

    /** When it was received for the first time, among the attempts in the {@link #history}. */
    public Optional<Instant> firstReceived() {
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.getFirst().received());
    }

    /** What the handler of the last attempt threw; empty if none did, or the attempt ended otherwise. */
    public Optional<HandlerFailure> lastFailure() {
        return history.isEmpty() ? Optional.empty() : history.getLast().failure();
    }

    /** When it was received for the last time. */
    public Optional<Instant> lastReceived() {
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.getLast().received());
    }
}

package dev.simbroker.internal.message;

import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a publication besides its topic and payload; {@link Publication} explains each.
 *
 * <p>Most publications have none, or those that their publisher always sets, and share one instance: so what is kept
 * for a waiting message is little more than its payload, its id and its time.
 */
public record Attributes(
        Optional<String> key,
        Map<String, String> headers,
        int priority,
        Duration delay,
        Optional<Duration> timeToLive,
        Optional<String> deduplicationId) {

    public static final Attributes NONE =
            new Attributes(Optional.empty(), Headers.NONE, 0, Duration.ZERO, Optional.empty(), Optional.empty());

    /** The attributes of a publication; {@link #NONE} if it sets none. */
    public static Attributes of(Publication<?> publication) {
        var own = new Attributes(
                publication.key(),
                publication.headers(),
                publication.priority(),
                publication.delay(),
                publication.timeToLive(),
                publication.deduplicationId());
        return own.isNothing() ? NONE : own;
    }

    /**
     * The attributes of the dead letter of a message: those by which consumers tell messages apart, so that filters and
     * assignment by key work on a dead-letter topic, too.
     */
    public static Attributes ofLetter(Message<?> message) {
        var own = new Attributes(
                message.key(),
                Headers.copyOf(message.headers()),
                message.priority(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty());
        return own.isNothing() ? NONE : own;
    }

    private boolean isNothing() {
        return key.isEmpty() && headers.isEmpty() && isPlain() && deduplicationId.isEmpty();
    }

    /** Whether nothing happens to the message except that it is received in turn. */
    public boolean isPlain() {
        return priority == 0 && !isTimed();
    }

    /** Whether the message is delayed or expires. */
    boolean isTimed() {
        return !delay.isZero() || timeToLive.isPresent();
    }

    /** A copy with other headers. */
    public Attributes withHeaders(Map<String, String> newHeaders) {
        return new Attributes(key, newHeaders, priority, delay, timeToLive, deduplicationId);
    }

    /** A copy with an explicit id. */
    public Attributes withDeduplicationId(String newId) {
        return new Attributes(key, headers, priority, delay, timeToLive, Optional.of(newId));
    }

    /** A publication of {@code payload} with these attributes. */
    <T> Publication<T> publication(Topic<T> topic, T payload) {
        Publication<T> publication = Publication.of(topic, payload)
                .headers(headers)
                .priority(priority)
                .delay(delay);
        publication = key.map(publication::key).orElse(publication);
        publication = timeToLive.map(publication::timeToLive).orElse(publication);
        return deduplicationId.map(publication::deduplicationId).orElse(publication);
    }
}

package dev.simbroker.internal.message;

import dev.simbroker.Publication;
import dev.simbroker.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of a publication besides where it goes and what it carries; {@link Publication} explains each.
 *
 * <p>Most publications say nothing, or what their publisher always says, and share one of these: so what is kept for a message that waits is little
 * more than its payload, its number and its time.
 */
public record Attributes(
        Optional<String> key,
        Map<String, String> headers,
        int priority,
        Duration delay,
        Optional<Duration> timeToLive,
        Optional<String> id) {

    public static final Attributes NONE =
            new Attributes(Optional.empty(), Headers.NONE, 0, Duration.ZERO, Optional.empty(), Optional.empty());

    /** Those of a publication; {@link #NONE} if it says nothing. */
    public static Attributes of(Publication<?> publication) {
        var own = new Attributes(
                publication.key(),
                publication.headers(),
                publication.priority(),
                publication.delay(),
                publication.timeToLive(),
                publication.id());
        return own.isNothing() ? NONE : own;
    }

    private boolean isNothing() {
        return key.isEmpty() && headers.isEmpty() && isPlain() && id.isEmpty();
    }

    /** Whether nothing happens to it but that it is taken in turn. */
    public boolean isPlain() {
        return priority == 0 && !isTimed();
    }

    /** Whether it is kept back, or expires. */
    boolean isTimed() {
        return !delay.isZero() || timeToLive.isPresent();
    }

    /** The same with other headers. */
    public Attributes withHeaders(Map<String, String> newHeaders) {
        return new Attributes(key, newHeaders, priority, delay, timeToLive, id);
    }

    /** The same with an explicit id. */
    public Attributes withId(String newId) {
        return new Attributes(key, headers, priority, delay, timeToLive, Optional.of(newId));
    }

    /** A publication of that payload of which this is said. */
    <T> Publication<T> publication(Topic<T> topic, T payload) {
        return new Publication<>(topic, payload, key, headers, priority, delay, timeToLive, id);
    }
}

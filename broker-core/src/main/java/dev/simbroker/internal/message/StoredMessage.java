package dev.simbroker.internal.message;

import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.Topic;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.Scheduler;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published message, shared by all subscriptions that have it.
 *
 * <p>A backlog of a million messages is a million of these, so an instance holds little: what its publication said
 * besides the payload is {@link Attributes} that most messages of a publisher share, and only a message that is delayed
 * or expires, a {@link Timed} one, holds the times of that. A subscription adds an entry of its own only to a message
 * to which something may happen there.
 */
public class StoredMessage<T> implements Message<T> {

    private final Origin<T> origin;
    private final T payload;
    private final Attributes attributes;

    /** Provisional while filters look at the message; final as soon as it is accepted. */
    private long id;

    private final long publishedAt;

    private StoredMessage(Origin<T> origin, T payload, Attributes attributes, long id, long publishedAt) {
        this.origin = origin;
        this.payload = payload;
        this.attributes = attributes;
        this.id = id;
        this.publishedAt = publishedAt;
    }

    /** A message that is published now. */
    public static <T> StoredMessage<T> now(Origin<T> origin, T payload, Attributes attributes, long id) {
        long now = origin.scheduler().nanoTime();
        return attributes.isTimed()
                ? new Timed<>(origin, payload, attributes, id, now)
                : new StoredMessage<>(origin, payload, attributes, id, now);
    }

    /** A message that lies in the topic's log, where none is delayed or expires. */
    public static <T> StoredMessage<T> logged(
            Origin<T> origin, T payload, Attributes attributes, long id, long publishedAt) {
        return new StoredMessage<>(origin, payload, attributes, id, publishedAt);
    }

    /**
     * Sets the id under which the message is accepted. That differs from the provisional one only if a filter has
     * published meanwhile.
     */
    public final void assignId(long accepted) {
        id = accepted;
    }

    // ---- the message ----

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final Topic<T> topic() {
        return origin.topic();
    }

    @Override
    public final Optional<String> key() {
        return attributes.key();
    }

    @Override
    public final T payload() {
        return payload;
    }

    @Override
    public final Map<String, String> headers() {
        return attributes.headers();
    }

    @Override
    public final Instant timestamp() {
        return origin.scheduler().instant(publishedAt);
    }

    @Override
    public final int priority() {
        return attributes.priority();
    }

    @Override
    public final Optional<Instant> expiry() {
        return attributes.timeToLive().map(Durations::nanos).map(timestamp()::plusNanos);
    }

    @Override
    public final Optional<String> deduplicationId() {
        return attributes.deduplicationId();
    }

    public final Attributes attributes() {
        return attributes;
    }

    /** The publication, with the headers of the message. */
    public final Publication<T> publication() {
        return attributes.publication(origin.topic(), payload);
    }

    // ---- times, in nanoseconds of the scheduler ----

    public final long publishedAt() {
        return publishedAt;
    }

    /** When it may be delivered. */
    public long dueAt() {
        return publishedAt;
    }

    public long expiresAt() {
        return Scheduler.FOREVER;
    }

    /** Whether it is delayed at all; cheaper than a look at the clock, so ask this first. */
    public final boolean isDelayed() {
        return dueAt() > publishedAt;
    }

    public final boolean isExpired(long now) {
        return expiresAt() <= now;
    }

    // ---- identity ----

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof StoredMessage<?> that && id == that.id && origin.equals(that.origin);
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public final String toString() {
        return "Message[id=" + id + ", topic=" + topic() + ", key=" + key() + ", payload=" + payload + ", headers="
                + headers() + ", timestamp=" + timestamp() + ", priority=" + priority() + ", expiry=" + expiry()
                + ", deduplicationId=" + deduplicationId() + "]";
    }

    /** A message that is delayed or expires. */
    private static final class Timed<T> extends StoredMessage<T> {

        private final long dueAt;
        private final long expiresAt;

        Timed(Origin<T> origin, T payload, Attributes attributes, long id, long publishedAt) {
            super(origin, payload, attributes, id, publishedAt);
            this.dueAt = Durations.after(publishedAt, Durations.nanos(attributes.delay()));
            this.expiresAt = attributes
                    .timeToLive()
                    .map(timeToLive -> Durations.after(publishedAt, Durations.nanos(timeToLive)))
                    .orElse(Scheduler.FOREVER);
        }

        @Override
        public long dueAt() {
            return dueAt;
        }

        @Override
        public long expiresAt() {
            return expiresAt;
        }
    }
}

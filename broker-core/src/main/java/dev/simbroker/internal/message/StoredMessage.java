package dev.simbroker.internal.message;

import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.internal.broker.LocalTopic;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as the subscriptions share it that do not read it in the log of its topic: what was published, and in scheduler time when it was, is due
 * and expires. One is made of a message of the log, too, when somebody asks for more than its payload.
 *
 * <p>What users see of it, a {@link Message}, is made when somebody first asks for it: a receiver that looks at nothing but the payload, as most
 * do, needs none. Any thread may ask. What it gets is always equal, and the same object unless several asked at once.
 *
 * <p>A queue of ready messages holds these. Only a message to which something may happen in its subscription, because it expires, is on
 * lease or has come back, has an {@link Entry} there.
 *
 * <p>A backlog of a million messages is a million of these, so most are due at once and never expire: those that are not are
 * {@link Timed}.
 */
public class StoredMessage<T> {

    private final LocalTopic<T> topic;
    private final T payload;
    private final Attributes attributes;

    /** The next one at first, which filters see; final as soon as the message is accepted. */
    private long id;

    private final long publishedAt;
    /** Written without any order, and safe nevertheless: all that it refers to is final. */
    private @Nullable Message<T> message;

    private StoredMessage(LocalTopic<T> topic, T payload, Attributes attributes, long id, long publishedAt) {
        this.topic = topic;
        this.payload = payload;
        this.attributes = attributes;
        this.id = id;
        this.publishedAt = publishedAt;
    }

    /** What is published now. */
    public static <T> StoredMessage<T> now(LocalTopic<T> topic, T payload, Attributes attributes, long id) {
        long now = topic.scheduler().nanoTime();
        return attributes.isTimed()
                ? new Timed<>(topic, payload, attributes, id, now)
                : new StoredMessage<>(topic, payload, attributes, id, now);
    }

    /** What lies in the topic's log. */
    public static <T> StoredMessage<T> plain(
            LocalTopic<T> topic, T payload, Attributes attributes, long id, long publishedAt) {
        return new StoredMessage<>(topic, payload, attributes, id, publishedAt);
    }

    // ---- what it says ----

    public final Message<T> message() {
        Message<T> known = message;
        if (known == null) {
            known = newMessage();
            message = known;
        }
        return known;
    }

    private Message<T> newMessage() {
        Instant timestamp = topic.scheduler().instant(publishedAt);
        return new Message<>(
                id,
                topic.topic(),
                attributes.key(),
                payload,
                attributes.headers(),
                timestamp,
                attributes.priority(),
                attributes.timeToLive().map(Durations::nanos).map(timestamp::plusNanos),
                attributes.id());
    }

    /** Gives it the id under which it is accepted. That is the one it has, unless a filter has published meanwhile, which it must not. */
    public final void assignId(long accepted) {
        if (id != accepted) {
            id = accepted;
            message = null;
        }
    }

    public final long id() {
        return id;
    }

    public final LocalTopic<T> topic() {
        return topic;
    }

    public final T payload() {
        return payload;
    }

    public final Attributes attributes() {
        return attributes;
    }

    public final Optional<String> key() {
        return attributes.key();
    }

    public final int priority() {
        return attributes.priority();
    }

    public final Optional<String> deduplicationId() {
        return attributes.id();
    }

    /** What was published, with the headers of the message. */
    public final Publication<T> publication() {
        return attributes.publication(topic.topic(), payload);
    }

    // ---- when ----

    public final long publishedAt() {
        return publishedAt;
    }

    public long dueAt() {
        return publishedAt;
    }

    public long expiresAt() {
        return Scheduler.FOREVER;
    }

    /** Whether it is kept back at all; a clock costs more than that, so ask this before what time it is. */
    public final boolean isDelayed() {
        return dueAt() > publishedAt;
    }

    public final boolean isExpired(long now) {
        return expiresAt() <= now;
    }

    /** One that is kept back, or expires. */
    private static final class Timed<T> extends StoredMessage<T> {

        private final long dueAt;
        private final long expiresAt;

        Timed(LocalTopic<T> topic, T payload, Attributes attributes, long id, long publishedAt) {
            super(topic, payload, attributes, id, publishedAt);
            SchedulerSpi scheduler = topic.scheduler();
            this.dueAt = attributes.delay().isZero()
                    ? publishedAt
                    : scheduler.deadlineAfter(Durations.nanos(attributes.delay()));
            this.expiresAt = attributes
                    .timeToLive()
                    .map(timeToLive -> scheduler.deadlineAfter(Durations.nanos(timeToLive)))
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

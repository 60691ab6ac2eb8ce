package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as all its subscriptions share it: what was published, and in scheduler time when it was, is due and expires; and a link of its
 * topic's log, if it lies there.
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
class Posted<T> extends Link<T> {

    private final Publication<T> publication;
    /** The publication's. It lies here too for a receiver on another core, which so need not fetch the publication from there. */
    private final T payload;
    /** Those of the message: the publication's, and what its publisher has added. */
    private final Map<String, String> headers;

    /** The next one at first, which filters see; final as soon as the message is accepted. */
    private long id;

    private final long publishedAt;
    private final Scheduler scheduler;
    /** Written without any order, and safe nevertheless: all that it refers to is final. */
    private @Nullable Message<T> message;

    private Posted(
            Publication<T> publication, Map<String, String> headers, long id, long publishedAt, Scheduler scheduler) {
        super(0);
        this.publication = publication;
        this.payload = publication.payload();
        this.headers = headers;
        this.id = id;
        this.publishedAt = publishedAt;
        this.scheduler = scheduler;
    }

    /** What is published now, with these headers in place of the publication's own. */
    static <T> Posted<T> now(Publication<T> publication, Map<String, String> headers, long id, Scheduler scheduler) {
        long now = scheduler.nanoTime();
        return publication.delay().isZero() && publication.timeToLive().isEmpty()
                ? new Posted<>(publication, headers, id, now, scheduler)
                : new Timed<>(publication, headers, id, now, scheduler);
    }

    // ---- what it says ----

    final Message<T> message() {
        Message<T> known = message;
        if (known == null) {
            known = newMessage();
            message = known;
        }
        return known;
    }

    private Message<T> newMessage() {
        Instant timestamp = scheduler.instant(publishedAt);
        return new Message<>(
                id,
                publication.topic(),
                publication.key(),
                payload,
                headers,
                timestamp,
                publication.priority(),
                publication.timeToLive().map(Nanos::of).map(timestamp::plusNanos),
                publication.id());
    }

    /** Gives it the id under which it is accepted. That is the one it has, unless a filter has published meanwhile, which it must not. */
    final void assignId(long accepted) {
        if (id != accepted) {
            id = accepted;
            message = null;
        }
    }

    final long id() {
        return id;
    }

    final T payload() {
        return payload;
    }

    final Optional<String> key() {
        return publication.key();
    }

    final int priority() {
        return publication.priority();
    }

    final Optional<String> deduplicationId() {
        return publication.id();
    }

    /** The publication with the message's headers. */
    final Publication<T> publication() {
        return publication.withHeaders(headers);
    }

    // ---- when ----

    final long publishedAt() {
        return publishedAt;
    }

    long dueAt() {
        return publishedAt;
    }

    long expiresAt() {
        return Scheduler.FOREVER;
    }

    /** Whether it is kept back, or expires. */
    boolean isTimed() {
        return false;
    }

    /** Whether it is kept back at all; a clock costs more than that, so ask this before what time it is. */
    final boolean isDelayed() {
        return dueAt() > publishedAt;
    }

    final boolean isExpired(long now) {
        return expiresAt() <= now;
    }

    /** One that is kept back, or expires. */
    private static final class Timed<T> extends Posted<T> {

        private final long dueAt;
        private final long expiresAt;

        Timed(Publication<T> publication, Map<String, String> headers, long id, long publishedAt, Scheduler scheduler) {
            super(publication, headers, id, publishedAt, scheduler);
            this.dueAt =
                    publication.delay().isZero() ? publishedAt : scheduler.deadlineAfter(Nanos.of(publication.delay()));
            this.expiresAt = publication
                    .timeToLive()
                    .map(timeToLive -> scheduler.deadlineAfter(Nanos.of(timeToLive)))
                    .orElse(Scheduler.FOREVER);
        }

        @Override
        long dueAt() {
            return dueAt;
        }

        @Override
        long expiresAt() {
            return expiresAt;
        }

        @Override
        boolean isTimed() {
            return true;
        }
    }
}

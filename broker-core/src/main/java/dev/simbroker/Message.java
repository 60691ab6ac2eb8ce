package dev.simbroker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message as it was published. Immutable; two messages are equal if they are the same publication.
 *
 * @param <T> the type of the payload
 */
public interface Message<T> {

    /** The header in which a {@link Publisher} leaves its name. */
    String PUBLISHER = "publisher";

    /**
     * The number that identifies the message among those of its topic. Of two messages with the same key, the one that
     * was published later has the greater id. In a {@link Broker}, which has no partitions, ids are unique within the
     * broker and ascend in order of publication; an engine that has partitions makes the partition a part of the id.
     */
    long id();

    /** The topic that it was published to. */
    Topic<T> topic();

    /** The key, such as an order's number: messages with the same key belong together. */
    Optional<String> key();

    /** The payload. */
    T payload();

    /** Application-defined metadata; unmodifiable. */
    Map<String, String> headers();

    /** When it was published, in the broker's time. */
    Instant timestamp();

    /**
     * Its priority, from 0 to {@value Publication#HIGHEST_PRIORITY}; messages with a higher one are delivered first.
     */
    int priority();

    /** When it is no longer worth delivering; empty if it does not expire. */
    Optional<Instant> expiry();

    /** The id that its publisher gave it, for the detection of duplicates. */
    Optional<String> deduplicationId();
}

package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.StoredMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * The explicit ids that a subscription with exactly-once delivery knows: of messages that are in it, and of those
 * settled within the window. Guarded by the broker's guard.
 */
final class ExactlyOnceFilter<T> {

    private final IdWindow settled;
    /** The message with each id that is in the subscription. */
    private final Map<String, StoredMessage<T>> present = new HashMap<>();

    ExactlyOnceFilter(IdWindow settled) {
        this.settled = settled;
    }

    /** Whether a message with the same id was settled or is present; if not, this one is present from now on. */
    boolean isDuplicate(StoredMessage<T> message, long now) {
        return message.deduplicationId()
                .map(id -> settled.contains(id, now) || present.putIfAbsent(id, message) != null)
                .orElse(false);
    }

    void settled(StoredMessage<T> message, long now) {
        message.deduplicationId().ifPresent(id -> settled.add(id, message.id(), now));
    }

    /** Notes that a message has left the subscription, or never came in. */
    void gone(StoredMessage<T> message) {
        message.deduplicationId().ifPresent(id -> present.remove(id, message));
    }
}

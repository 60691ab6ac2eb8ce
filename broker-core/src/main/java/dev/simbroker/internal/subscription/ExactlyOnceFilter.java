package dev.simbroker.internal.subscription;

import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.StoredMessage;
import java.util.HashMap;
import java.util.Map;

/** What a channel that delivers exactly once knows of its messages' ids. Inside the broker's guard. */
final class ExactlyOnceFilter<T> {

    private final IdWindow settled;
    /** The message that is in the channel, of each id. */
    private final Map<String, StoredMessage<T>> present = new HashMap<>();

    ExactlyOnceFilter(IdWindow settled) {
        this.settled = settled;
    }

    /** Whether a message of the same id was settled or is present; otherwise this is the one that is present. */
    boolean isDuplicate(StoredMessage<T> message, long now) {
        return message.deduplicationId()
                .map(id -> settled.contains(id, now) || present.putIfAbsent(id, message) != null)
                .orElse(false);
    }

    void settled(StoredMessage<T> message, long now) {
        message.deduplicationId().ifPresent(id -> settled.add(id, message.id(), now));
    }

    /** A message has left the channel, or never came in. */
    void gone(StoredMessage<T> message) {
        message.deduplicationId().ifPresent(id -> present.remove(id, message));
    }
}

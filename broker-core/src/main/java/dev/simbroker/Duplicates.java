package dev.simbroker;

import java.util.HashMap;
import java.util.Map;

/** What a channel that delivers exactly once knows of its messages' ids. Inside the broker's guard. */
final class Duplicates<T> {

    private final SeenIds settled;
    /** The message that is in the channel, of each id. */
    private final Map<String, Posted<T>> present = new HashMap<>();

    Duplicates(SeenIds settled) {
        this.settled = settled;
    }

    /** Whether a message of the same id was settled or is present; otherwise this is the one that is present. */
    boolean isDuplicate(Posted<T> posted, long now) {
        return posted.deduplicationId()
                .map(id -> settled.contains(id, now) || present.putIfAbsent(id, posted) != null)
                .orElse(false);
    }

    void settled(Posted<T> posted, long now) {
        posted.deduplicationId().ifPresent(id -> settled.add(id, posted.id(), now));
    }

    /** A message has left the channel, or never came in. */
    void gone(Posted<T> posted) {
        posted.deduplicationId().ifPresent(id -> present.remove(id, posted));
    }
}

package dev.simbroker.internal.message;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The explicit ids of a window of time, each with the id of its message, up to a number. Guarded by the broker's guard.
 */
public final class IdWindow {

    private record Seen(long messageId, long time) {}

    private final LinkedHashMap<String, Seen> seen = new LinkedHashMap<>();
    private final long window;
    private final int limit;

    public IdWindow(long window, int limit) {
        this.window = window;
        this.limit = limit;
    }

    /** The id of the message that came with the explicit id {@code id} within the window; null if there was none. */
    public @Nullable Long get(String id, long now) {
        forgetBefore(now - window);
        Seen found = seen.get(id);
        return found == null ? null : found.messageId;
    }

    /** Whether there is none within the window. */
    public boolean isEmpty(long now) {
        forgetBefore(now - window);
        return seen.isEmpty();
    }

    public boolean contains(String id, long now) {
        return get(id, now) != null;
    }

    public void add(String id, long messageId, long now) {
        seen.putLast(id, new Seen(messageId, now));
        forgetBefore(now - window);
        while (seen.size() > limit) {
            seen.pollFirstEntry();
        }
    }

    private void forgetBefore(long oldest) {
        while (!seen.isEmpty() && seen.firstEntry().getValue().time <= oldest) {
            seen.pollFirstEntry();
        }
    }
}

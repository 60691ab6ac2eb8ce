package dev.simbroker.internal.subscription;

import dev.simbroker.Attempt;
import dev.simbroker.Settlement;
import dev.simbroker.internal.message.StoredMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An attempt on lease: an acknowledgement settles the message, which comes back without one. */
final class LeasedDelivery<T> extends LocalDelivery<T> {

    private final LocalMember<T> member;
    private final long receivedAt;
    final Entry<T> entry;
    /** The attempts before this one. */
    private final AttemptHistory past;

    @Nullable Settlement ended;

    /** What runs when this has ended; null if nothing does, as nearly always. Guarded by the broker's guard. */
    private @Nullable Set<Runnable> watchers;

    LeasedDelivery(Entry<T> entry, LocalMember<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.entry = entry;
        this.past = entry.past;
    }

    @Override
    public LocalMember<T> member() {
        return member;
    }

    @Override
    long receivedAt() {
        return receivedAt;
    }

    @Override
    StoredMessage<T> stored() {
        return entry.message;
    }

    @Override
    public @Nullable Settlement ended() {
        return ended;
    }

    /** Ends the attempt. */
    void end(Settlement how) {
        ended = how;
        if (watchers != null) {
            List.copyOf(watchers).forEach(Runnable::run);
        }
    }

    @Override
    public void watch(Runnable task) {
        if (watchers == null) {
            watchers = new LinkedHashSet<>();
        }
        watchers.add(task);
    }

    @Override
    public void unwatch(Runnable task) {
        if (watchers != null) {
            watchers.remove(task);
        }
    }

    @Override
    public int attempt() {
        return past.attempts() + 1;
    }

    @Override
    public List<Attempt> history() {
        return past.history();
    }
}

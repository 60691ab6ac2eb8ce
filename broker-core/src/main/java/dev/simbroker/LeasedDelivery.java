package dev.simbroker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt on lease: its message is settled by an acknowledgement, and comes back without one. */
final class LeasedDelivery<T> extends LocalDelivery<T> {

    private final Member<T> member;
    private final long receivedAt;
    final Entry<T> entry;
    /** The attempts before this one. */
    private final Past past;

    @Nullable Settlement ended;

    LeasedDelivery(Entry<T> entry, Member<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.entry = entry;
        this.past = entry.past;
    }

    @Override
    Member<T> member() {
        return member;
    }

    @Override
    long receivedAt() {
        return receivedAt;
    }

    @Override
    Posted<T> posted() {
        return entry.posted;
    }

    @Override
    @Nullable Settlement ended() {
        return ended;
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

package dev.simbroker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt on lease: its message is settled by an acknowledgement, and comes back without one. */
final class LeasedDelivery<T> extends LocalDelivery<T> {

    final Entry<T> entry;
    /** The attempts before this one. */
    private final Past past;

    @Nullable Settlement ended;

    LeasedDelivery(Entry<T> entry, Member<T> member, long receivedAt) {
        super(member, receivedAt);
        this.entry = entry;
        this.past = entry.past;
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

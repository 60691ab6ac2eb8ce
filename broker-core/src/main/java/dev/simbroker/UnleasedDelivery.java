package dev.simbroker;

import java.util.List;

/**
 * The one attempt at a message that is delivered at most once: its receipt settles it. It is under way only from being handed to a process that
 * waits until that process goes on, and is taken back if that process's subscriber closes meanwhile.
 */
final class UnleasedDelivery<T> extends LocalDelivery<T> {

    private final Posted<T> posted;
    /** The message's place in the order of delivery, to which it may come back. */
    final long order;

    UnleasedDelivery(Posted<T> posted, long order, Member<T> member, long receivedAt) {
        super(member, receivedAt);
        this.posted = posted;
        this.order = order;
    }

    /** One that is received at once, and so settled. */
    UnleasedDelivery(Posted<T> posted, Member<T> member, long receivedAt) {
        this(posted, 0, member, receivedAt);
        ended = Attempts.SETTLED;
    }

    @Override
    Posted<T> posted() {
        return posted;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public List<Attempt> history() {
        return List.of();
    }
}

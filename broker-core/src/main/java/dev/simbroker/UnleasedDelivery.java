package dev.simbroker;

import java.util.List;

/** The one attempt at a message that is delivered at most once: its receipt settles it. */
sealed class UnleasedDelivery<T> extends LocalDelivery<T> permits HandedDelivery {

    private final Posted<T> posted;

    UnleasedDelivery(Posted<T> posted, Member<T> member, long receivedAt) {
        super(member, receivedAt);
        this.posted = posted;
    }

    @Override
    final Posted<T> posted() {
        return posted;
    }

    @Override
    public final int attempt() {
        return 1;
    }

    @Override
    public final List<Attempt> history() {
        return List.of();
    }
}

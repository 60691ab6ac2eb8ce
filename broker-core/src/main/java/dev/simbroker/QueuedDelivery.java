package dev.simbroker;

import org.jspecify.annotations.Nullable;

/** An attempt at a message that lay in the channel's own queue. */
sealed class QueuedDelivery<T> extends UnleasedDelivery<T> permits HandedDelivery {

    private final Member<T> member;
    private final long receivedAt;
    private final Posted<T> posted;

    @Nullable Settlement ended;

    QueuedDelivery(Posted<T> posted, Member<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.posted = posted;
    }

    @Override
    final Member<T> member() {
        return member;
    }

    @Override
    final long receivedAt() {
        return receivedAt;
    }

    @Override
    final Posted<T> posted() {
        return posted;
    }

    @Override
    final @Nullable Settlement ended() {
        return ended;
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.Settlement;
import dev.simbroker.internal.message.StoredMessage;
import org.jspecify.annotations.Nullable;

/** An attempt at a message that lay in the channel's own queue. */
sealed class QueuedDelivery<T> extends UnleasedDelivery<T> permits HandedDelivery {

    private final LocalMember<T> member;
    private final long receivedAt;
    private final StoredMessage<T> posted;

    @Nullable Settlement ended;

    QueuedDelivery(StoredMessage<T> posted, LocalMember<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.posted = posted;
    }

    @Override
    public final LocalMember<T> member() {
        return member;
    }

    @Override
    final long receivedAt() {
        return receivedAt;
    }

    @Override
    final StoredMessage<T> posted() {
        return posted;
    }

    @Override
    public final @Nullable Settlement ended() {
        return ended;
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.Settlement;
import dev.simbroker.internal.log.Segment;
import dev.simbroker.internal.message.StoredMessage;

/** The one attempt, without a lease, at a message of the topic's log. Taking the message from there has settled it. */
final class LoggedDelivery<T> extends LocalDelivery<T> {

    private final LocalMember<T> member;
    private final long receivedAt;
    private final Segment<T> segment;
    private final int index;

    LoggedDelivery(Segment<T> segment, int index, LocalMember<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.segment = segment;
        this.index = index;
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
        return segment.message(index);
    }

    @Override
    public Settlement ended() {
        return Leases.SETTLED;
    }

    @Override
    public T payload() {
        return segment.payload(index);
    }

    @Override
    long latencyInNanos() {
        return receivedAt - segment.publishedAt(index);
    }
}

package dev.simbroker;

/** An attempt at a message that was taken from the topic's log, which settles it. */
final class LoggedDelivery<T> extends UnleasedDelivery<T> {

    private final Member<T> member;
    private final long receivedAt;
    private final Segment<T> segment;
    private final int index;

    LoggedDelivery(Segment<T> segment, int index, Member<T> member, long receivedAt) {
        this.member = member;
        this.receivedAt = receivedAt;
        this.segment = segment;
        this.index = index;
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
        return segment.posted(index);
    }

    @Override
    Settlement ended() {
        return Attempts.SETTLED;
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

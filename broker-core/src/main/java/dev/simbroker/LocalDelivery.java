package dev.simbroker;

import java.time.Duration;

/** A delivery within this JVM: an element of a channel's queue. */
final class LocalDelivery<T> implements Delivery<T> {

    private static final long NOT_YET = -1;

    private final Channel<T> channel;
    private final Message<T> message;
    private final long publishedAt;
    private long receivedAt = NOT_YET;

    LocalDelivery(Channel<T> channel, Message<T> message, long publishedAt) {
        this.channel = channel;
        this.message = message;
        this.publishedAt = publishedAt;
    }

    @Override
    public Message<T> message() {
        return message;
    }

    @Override
    public String subscription() {
        return channel.subscription();
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Duration latency() {
        return Duration.ofNanos((receivedAt == NOT_YET ? channel.nanoTime() : receivedAt) - publishedAt);
    }

    long publishedAt() {
        return publishedAt;
    }

    void received(long time) {
        receivedAt = time;
    }

    @Override
    public String toString() {
        return "delivery of message " + message.id() + " on " + message.topic() + " to subscription '" + subscription()
                + "', attempt " + attempt();
    }
}

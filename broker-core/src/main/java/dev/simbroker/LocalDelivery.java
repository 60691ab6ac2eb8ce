package dev.simbroker;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt within this JVM. */
final class LocalDelivery<T> implements Delivery<T> {

    final Entry<T> entry;
    final Member<T> member;
    final long receivedAt;
    private final int attempt;
    private final List<Attempt> history;

    /** How this attempt ended, as whoever comes later is told; null while it is under way. */
    @Nullable Settlement ended;

    // where its member lists it while it is under way
    @Nullable LocalDelivery<T> previous;

    @Nullable LocalDelivery<T> next;

    LocalDelivery(Entry<T> entry, Member<T> member, long receivedAt) {
        this.entry = entry;
        this.member = member;
        this.receivedAt = receivedAt;
        this.attempt = entry.attempts;
        this.history = entry.history;
    }

    @Override
    public Message<T> message() {
        return entry.message;
    }

    @Override
    public String subscription() {
        return member.channel.subscription();
    }

    @Override
    public String subscriber() {
        return member.name;
    }

    @Override
    public SubscriptionStatistics statistics() {
        return member.channel.statistics();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public List<Attempt> history() {
        return history;
    }

    @Override
    public Duration latency() {
        return Duration.ofNanos(receivedAt - entry.publishedAt);
    }

    @Override
    public Settlement ack() {
        return member.channel.attempts().ack(this);
    }

    @Override
    public Settlement nack() {
        return member.channel.attempts().nack(this);
    }

    @Override
    public Settlement nack(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay of a nack must not be negative: " + delay);
        }
        return member.channel.attempts().nack(this, delay);
    }

    @Override
    public Settlement reject() {
        return member.channel.attempts().reject(this);
    }

    @Override
    public Settlement extend(Duration lease) {
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("a lease must be greater than zero: " + lease);
        }
        return member.channel.attempts().extend(this, lease);
    }

    @Override
    public String toString() {
        return "attempt " + attempt + " at message " + entry.message.id() + " on " + entry.message.topic()
                + " by subscriber '" + member.name + "'";
    }
}

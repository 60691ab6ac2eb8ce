package dev.simbroker.internal.subscription;

import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.Settlement;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.internal.message.StoredMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An attempt within this JVM.
 *
 * <p>It has no fields, so that those which are made with every message set all of theirs in one constructor: after one that sets final fields, the
 * compiler treats an object as one that others may know.
 */
public abstract sealed class LocalDelivery<T> implements Delivery<T> permits LeasedDelivery, UnleasedDelivery {

    public abstract LocalMember<T> member();

    /** In scheduler time; 0 if nobody will ask, see {@link LocalBroker#timeOfReceipt}. */
    abstract long receivedAt();

    abstract StoredMessage<T> posted();

    /** How this attempt ended, as whoever comes later is told; null while it is under way. */
    public abstract @Nullable Settlement ended();

    @SuppressWarnings("ReferenceEquality") // it is the only one
    public boolean isSettled() {
        return ended() == Leases.SETTLED;
    }

    @Override
    public Message<T> message() {
        return posted().message();
    }

    @Override
    public T payload() {
        return posted().payload();
    }

    @Override
    public String subscription() {
        return member().channel.subscription();
    }

    @Override
    public String subscriber() {
        return member().name;
    }

    @Override
    public SubscriptionStatistics statistics() {
        return member().channel.statistics();
    }

    @Override
    public Duration latency() {
        LocalBroker broker = member().channel.broker();
        if (!broker.measuresLatency()) {
            throw new IllegalStateException(
                    broker + " was built withoutLatency(), and so cannot tell the latency of " + this);
        }
        return Duration.ofNanos(latencyInNanos());
    }

    long latencyInNanos() {
        return receivedAt() - posted().publishedAt();
    }

    @Override
    public Settlement ack() {
        return member().channel.attempts().ack(this);
    }

    @Override
    public Settlement nack() {
        return member().channel.attempts().nack(this);
    }

    @Override
    public Settlement nack(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay of a nack must not be negative: " + delay);
        }
        return member().channel.attempts().nack(this, delay);
    }

    @Override
    public Settlement reject() {
        return member().channel.attempts().reject(this);
    }

    @Override
    public Settlement extend(Duration lease) {
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("a lease must be greater than zero: " + lease);
        }
        return member().channel.attempts().extend(this, lease);
    }

    @Override
    public String toString() {
        return "attempt " + attempt() + " at message " + posted().id() + " on "
                + message().topic() + " by subscriber '" + member().name + "'";
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.Attempt;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.Message;
import dev.simbroker.Settlement;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.internal.message.StoredMessage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery within this JVM.
 *
 * <p>The base has no fields: each kind sets all of its fields in its own constructor, so that a delivery which its
 * receiver does not keep need not be allocated at all (decision 26).
 */
public abstract sealed class LocalDelivery<T> implements Delivery<T>
        permits LeasedDelivery, LoggedDelivery, QueuedDelivery {

    public abstract LocalMember<T> member();

    /** In scheduler time; 0 if latency is not measured and no lease needs it. */
    abstract long receivedAt();

    abstract StoredMessage<T> stored();

    /** How this attempt ended; null while it is under way. */
    public abstract @Nullable Settlement ended();

    /** Has {@code task} run, inside the guard, as soon as this attempt has ended. */
    public void watch(Runnable task) {}

    /** Forgets a task that {@link #watch} was given. */
    public void unwatch(Runnable task) {}

    @SuppressWarnings("ReferenceEquality") // it is the only one
    final boolean isSettled() {
        return ended() == Leases.SETTLED;
    }

    /** Whether it is a delivery of that broker. */
    public final boolean isOf(BrokerContext broker) {
        return member().queue().broker().equals(broker);
    }

    @Override
    public final Message<T> message() {
        return stored();
    }

    @Override
    public T payload() {
        return stored().payload();
    }

    @Override
    public final String subscription() {
        return member().queue().subscription();
    }

    @Override
    public final String subscriber() {
        return member().name();
    }

    @Override
    public final SubscriptionStatistics statistics() {
        return member().queue().statistics();
    }

    /** The only attempt, unless the message is delivered on lease. */
    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public List<Attempt> history() {
        return List.of();
    }

    @Override
    public final Duration latency() {
        BrokerContext broker = member().queue().broker();
        if (!broker.measuresLatency()) {
            throw new IllegalStateException(
                    broker + " was built withoutLatency(), and so cannot tell the latency of " + this);
        }
        return Duration.ofNanos(latencyInNanos());
    }

    long latencyInNanos() {
        return receivedAt() - stored().publishedAt();
    }

    private Leases<T> leases() {
        return member().queue().leases();
    }

    @Override
    public final Settlement ack() {
        return leases().ack(this);
    }

    /**
     * Notes that a handler is at this. Without a lease the message is settled for its queue, and what becomes of it is
     * up to the handler.
     */
    public final void handlerBegins() {
        if (!(this instanceof LeasedDelivery)) {
            counters().handled.incrementAndGet();
        }
    }

    /** Notes that the handler which was at this succeeded. */
    public final void handlerSucceeded() {
        ack();
        handlerEnds();
    }

    /** Notes that the handler which was at this failed. */
    public final HandlerOutcome handlerFailed(HandlerFailure failure) {
        return leases().fail(this, failure);
    }

    final void handlerEnds() {
        if (!(this instanceof LeasedDelivery)) {
            counters().handled.decrementAndGet();
        }
    }

    private SubscriptionCounters counters() {
        return member().queue().counters();
    }

    @Override
    public final Settlement nack() {
        return leases().nack(this);
    }

    @Override
    public final Settlement nack(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay of a nack must not be negative: " + delay);
        }
        return leases().nack(this, delay);
    }

    @Override
    public final Settlement reject() {
        return leases().reject(this);
    }

    @Override
    public final Settlement extend(Duration lease) {
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("a lease must be greater than zero: " + lease);
        }
        return leases().extend(this, lease);
    }

    @Override
    public final String toString() {
        return "attempt " + attempt() + " at message " + stored().id() + " on " + stored().topic() + " by subscriber '"
                + subscriber() + "'";
    }
}

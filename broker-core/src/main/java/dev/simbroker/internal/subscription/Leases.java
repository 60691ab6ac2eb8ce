package dev.simbroker.internal.subscription;

import dev.simbroker.Attempt;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Settlement;
import dev.simbroker.Subscription;
import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.spi.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * How the attempts at a channel's messages end: by acknowledgement, return, rejection or the end of the lease.
 *
 * <p>An attempt ends once. Whoever comes later is told how it ended, and changes nothing.
 */
final class Leases<T> {

    private static final Settlement DONE = new Settlement.Done();
    static final Settlement SETTLED = new Settlement.AlreadySettled();

    private final SubscriptionQueue<T> channel;
    private final LocalBroker broker;
    private final Listeners listeners;
    private final Subscription settings;
    private final SubscriptionCounters figures;
    /** Of every lease at its beginning, in nanoseconds. */
    private final long leaseTime;

    Leases(SubscriptionQueue<T> channel, SubscriptionCounters figures) {
        this.channel = channel;
        this.broker = channel.broker();
        this.listeners = broker.listeners();
        this.settings = channel.settings();
        this.figures = figures;
        this.leaseTime = Durations.nanos(settings.lease());
    }

    // ---- what consumers do ----

    Settlement ack(LocalDelivery<T> delivery) {
        Guard guard = broker.guard();
        guard.enter();
        try {
            Settlement ended = delivery.ended();
            if (ended != null) {
                return ended;
            }
            figures.acked.up();
            settle(onLease(delivery));
            if (listeners.isHeard(Event.ACKED)) {
                broker.tell(listener -> listener.acked(delivery));
            }
            channel.audit();
            return DONE;
        } finally {
            guard.exit();
        }
    }

    Settlement nack(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, leased -> {
            figures.nacked.up();
            giveBack(leased, RedeliveryCause.NACKED, backoff(leased));
        });
    }

    Settlement nack(LocalDelivery<T> delivery, Duration delay) {
        return ifUnderWay(delivery, leased -> {
            figures.nackedWithDelay.up();
            giveBack(leased, RedeliveryCause.NACKED, delay);
        });
    }

    Settlement reject(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, leased -> {
            figures.rejected.up();
            comeBack(leased, RedeliveryCause.NACKED);
            channel.remove(leased.entry, RemovalReason.REJECTED);
            channel.roomInFlight();
        });
    }

    Settlement extend(LocalDelivery<T> delivery, Duration lease) {
        return ifUnderWay(delivery, leased -> {
            leased.entry.cancelTimer();
            lease(leased.entry, broker.nanoTime(), Durations.nanos(lease));
        });
    }

    private Settlement ifUnderWay(LocalDelivery<T> delivery, Consumer<LeasedDelivery<T>> action) {
        return broker.guarded(() -> {
            Settlement ended = delivery.ended();
            if (ended != null) {
                return ended;
            }
            action.accept(onLease(delivery));
            channel.audit();
            return DONE;
        });
    }

    /** Whoever has a delivery without a lease has received it, and so settled it. */
    private static <T> LeasedDelivery<T> onLease(LocalDelivery<T> delivery) {
        if (delivery instanceof LeasedDelivery<T> leased) {
            return leased;
        }
        throw new IllegalStateException(delivery + " is neither on lease nor settled");
    }

    // ---- what happens to attempts ----

    /** Opens an attempt on lease. */
    LeasedDelivery<T> open(LocalMember<T> member, Entry<T> entry) {
        long now = broker.nanoTime();
        var delivery = new LeasedDelivery<>(entry, member, now);
        entry.delivery = delivery;
        member.leased.add(entry);
        lease(entry, now, leaseTime);
        return delivery;
    }

    /** Lets a lease of so many nanoseconds begin. */
    private void lease(Entry<T> entry, long now, long time) {
        channel.setTimer(entry, Durations.after(now, time));
    }

    /** The lease of an attempt has run out. */
    void lapse(LeasedDelivery<T> delivery) {
        giveBack(delivery, RedeliveryCause.LAPSED, backoff(delivery));
    }

    private void settle(LeasedDelivery<T> delivery) {
        end(delivery, SETTLED);
        delivery.entry.state = Entry.State.GONE;
        channel.settled(delivery.posted());
    }

    /** A process goes on with what was delivered to it without a lease. */
    void settle(QueuedDelivery<T> delivery) {
        delivery.ended = SETTLED;
        if (delivery instanceof HandedDelivery<T> handed) {
            handed.member().handedOver.remove(handed);
        }
        channel.settled(delivery.posted());
    }

    /** Ends an attempt without settling; its message is delivered again, or has been attempted often enough. */
    void giveBack(LeasedDelivery<T> delivery, RedeliveryCause cause, Duration delay) {
        Entry<T> entry = delivery.entry;
        comeBack(delivery, cause);
        if (channel.isDeleted()) {
            channel.remove(entry, RemovalReason.DELETED);
        } else if (entry.past.attempts() >= settings.retry().deliveryLimit()) {
            channel.remove(entry, RemovalReason.DELIVERY_LIMIT);
        } else if (entry.posted.isExpired(broker.nanoTime())) {
            channel.remove(entry, RemovalReason.EXPIRED);
        } else {
            redeliver(delivery, cause, delay);
        }
        channel.roomInFlight();
    }

    private void redeliver(LeasedDelivery<T> delivery, RedeliveryCause cause, Duration delay) {
        figures.redelivered[cause.ordinal()].up();
        broker.tell(listener -> listener.redelivering(delivery, cause, delay));
        if (delay.isZero()) {
            channel.makeReady(delivery.entry);
        } else {
            channel.delay(delivery.entry, broker.deadlineAfter("a delay", delay));
        }
    }

    private Duration backoff(LeasedDelivery<T> delivery) {
        return settings.retry()
                .backoff()
                .delay(delivery.attempt(), broker.scheduler().random());
    }

    private void comeBack(LeasedDelivery<T> delivery, RedeliveryCause cause) {
        Entry<T> entry = delivery.entry;
        Instant time = broker.time();
        end(delivery, new Settlement.Late(cause, time));
        Duration since = Duration.ofNanos(broker.nanoTime() - delivery.receivedAt());
        entry.past =
                entry.past.and(new Attempt(delivery.attempt(), delivery.member().name, time.minus(since), time, cause));
    }

    private void end(LeasedDelivery<T> delivery, Settlement outcome) {
        delivery.ended = outcome;
        delivery.entry.delivery = null;
        delivery.entry.cancelTimer();
        delivery.member().leased.remove(delivery.entry);
    }

    /** Takes a delivery back that was handed to a process which has not gone on: to that process it never was. */
    void takeBack(HandedDelivery<T> delivery, RedeliveryCause cause) {
        delivery.ended = new Settlement.Late(cause, broker.time());
        delivery.member().handedOver.remove(delivery);
        channel.makeReady(new Entry<>(delivery.posted(), Entry.State.IN_FLIGHT, delivery.order));
        channel.roomInFlight();
    }
}

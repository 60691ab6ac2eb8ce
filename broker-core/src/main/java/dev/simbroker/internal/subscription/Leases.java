package dev.simbroker.internal.subscription;

import dev.simbroker.Attempt;
import dev.simbroker.HandlerFailure;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Settlement;
import dev.simbroker.Subscription;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.spi.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The attempts of one subscription: how a lease begins, and how an attempt ends by acknowledgement, return, rejection
 * or the end of its lease.
 *
 * <p>An attempt ends once. A later settlement is told how it ended, and changes nothing. Guarded by the broker's guard,
 * which the methods for consumers enter themselves.
 */
final class Leases<T> {

    private static final Settlement DONE = new Settlement.Done();
    static final Settlement SETTLED = new Settlement.AlreadySettled();

    private final SubscriptionQueue<T> queue;
    private final BrokerContext broker;
    private final Listeners listeners;
    private final Subscription settings;
    private final SubscriptionCounters counters;
    /** In nanoseconds. */
    private final long leaseTime;

    Leases(SubscriptionQueue<T> queue, SubscriptionCounters counters) {
        this.queue = queue;
        this.broker = queue.broker();
        this.listeners = broker.listeners();
        this.settings = queue.settings();
        this.counters = counters;
        this.leaseTime = Durations.nanos(settings.lease());
    }

    // ---- a lease begins ----

    /** Opens an attempt on lease at a message that is in flight. */
    LeasedDelivery<T> open(LocalMember<T> member, Entry<T> entry) {
        long now = broker.now();
        var delivery = new LeasedDelivery<>(entry, member, now);
        entry.delivery = delivery;
        member.leased.add(entry);
        setLeaseTimer(entry, now, leaseTime);
        return delivery;
    }

    private void setLeaseTimer(Entry<T> entry, long now, long duration) {
        queue.setTimer(entry, Durations.after(now, duration));
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
            counters.acked.up();
            settle(onLease(delivery));
            if (listeners.isHeard(Event.ACKED)) {
                listeners.tell(listener -> listener.acked(delivery));
            }
            queue.audit();
            return DONE;
        } catch (VirtualMachineError e) {
            broker.failed(e);
            throw e;
        } finally {
            guard.exit();
        }
    }

    Settlement nack(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, leased -> {
            counters.nacked.up();
            giveBack(leased, RedeliveryCause.NACKED, backoff(leased));
        });
    }

    Settlement nack(LocalDelivery<T> delivery, Duration delay) {
        return ifUnderWay(delivery, leased -> {
            counters.nackedWithDelay.up();
            giveBack(leased, RedeliveryCause.NACKED, delay);
        });
    }

    /** Ends the attempt of a handler that failed, and answers what has become of its message. */
    HandlerOutcome fail(LocalDelivery<T> delivery, HandlerFailure failure) {
        return broker.guarded(() -> {
            if (!(delivery instanceof LeasedDelivery<T> leased)) {
                delivery.handlerEnds();
                queue.drop(delivery.stored(), RemovalReason.HANDLER_FAILED);
                return HandlerOutcome.LOST;
            }
            if (leased.ended != null) {
                return leased.isSettled() ? HandlerOutcome.SETTLED_BEFORE : HandlerOutcome.RETURNED_BEFORE;
            }
            counters.nacked.up();
            giveBack(leased, RedeliveryCause.NACKED, backoff(leased), Optional.of(failure));
            queue.audit();
            return leased.entry.state == MessageState.GONE ? HandlerOutcome.GIVEN_UP : HandlerOutcome.RETURNED;
        });
    }

    Settlement reject(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, leased -> {
            counters.rejected.up();
            endUnsettled(leased, RedeliveryCause.NACKED, Optional.empty());
            queue.remove(leased.entry, RemovalReason.REJECTED);
            queue.roomInFlight();
        });
    }

    Settlement extend(LocalDelivery<T> delivery, Duration lease) {
        return ifUnderWay(delivery, leased -> {
            leased.entry.cancelTimer();
            setLeaseTimer(leased.entry, broker.now(), Durations.nanos(lease));
        });
    }

    private Settlement ifUnderWay(LocalDelivery<T> delivery, Consumer<LeasedDelivery<T>> action) {
        return broker.guarded(() -> {
            Settlement ended = delivery.ended();
            if (ended != null) {
                return ended;
            }
            action.accept(onLease(delivery));
            queue.audit();
            return DONE;
        });
    }

    /** A delivery without a lease that somebody has is received, and so settled. */
    private static <T> LeasedDelivery<T> onLease(LocalDelivery<T> delivery) {
        if (delivery instanceof LeasedDelivery<T> leased) {
            return leased;
        }
        throw new IllegalStateException(delivery + " is neither on lease nor settled");
    }

    // ---- an attempt settles its message ----

    private void settle(LeasedDelivery<T> delivery) {
        end(delivery, SETTLED);
        queue.transition(delivery.entry, MessageState.GONE);
        queue.settled(delivery.entry.message);
    }

    /** Settles the message of a delivery without a lease, since its process goes on with it. */
    void settle(QueuedDelivery<T> delivery) {
        delivery.ended = SETTLED;
        delivery.member().handedOver.remove(delivery);
        queue.transition(delivery.stored(), MessageState.IN_FLIGHT, MessageState.GONE);
        queue.settled(delivery.stored());
    }

    // ---- an attempt ends without settling ----

    /** Ends an attempt because its lease has run out. */
    void leaseExpired(LeasedDelivery<T> delivery) {
        giveBack(delivery, RedeliveryCause.LEASE_EXPIRED, backoff(delivery));
    }

    /** Ends all attempts of a member that leaves, except those that are {@code kept}. */
    void giveBackAll(LocalMember<T> member, RedeliveryCause cause, Predicate<? super LocalDelivery<T>> kept) {
        for (LeasedDelivery<T> delivery : member.leased()) {
            if (!kept.test(delivery)) {
                giveBack(delivery, cause, Duration.ZERO);
            }
        }
        List.copyOf(member.handedOver).forEach(delivery -> takeBack(delivery, cause));
    }

    private void giveBack(LeasedDelivery<T> delivery, RedeliveryCause cause, Duration delay) {
        giveBack(delivery, cause, delay, Optional.empty());
    }

    /** Ends an attempt; its message is delivered again after {@code delay}, or has been attempted often enough. */
    private void giveBack(
            LeasedDelivery<T> delivery, RedeliveryCause cause, Duration delay, Optional<HandlerFailure> failure) {
        Entry<T> entry = delivery.entry;
        endUnsettled(delivery, cause, failure);
        if (queue.isDeleted()) {
            queue.remove(entry, RemovalReason.DELETED);
        } else if (entry.past.attempts() >= settings.retry().deliveryLimit()) {
            queue.remove(entry, RemovalReason.DELIVERY_LIMIT);
        } else if (entry.message.isExpired(broker.now())) {
            queue.remove(entry, RemovalReason.EXPIRED);
        } else {
            redeliver(delivery, cause, delay);
        }
        queue.roomInFlight();
    }

    private void redeliver(LeasedDelivery<T> delivery, RedeliveryCause cause, Duration delay) {
        counters.redelivered[cause.ordinal()].up();
        listeners.tell(listener -> listener.redelivering(delivery, cause, delay));
        if (delay.isZero()) {
            queue.makeReady(delivery.entry);
        } else {
            queue.delay(delivery.entry, broker.deadlineAfter("a delay", delay));
        }
    }

    private Duration backoff(LeasedDelivery<T> delivery) {
        return settings.retry().backoff().delay(delivery.attempt(), broker.random());
    }

    private void endUnsettled(LeasedDelivery<T> delivery, RedeliveryCause cause, Optional<HandlerFailure> failure) {
        Entry<T> entry = delivery.entry;
        Instant time = broker.instant();
        end(delivery, new Settlement.Late(cause, time));
        Duration since = Duration.ofNanos(broker.now() - delivery.receivedAt());
        entry.past = entry.past.and(
                new Attempt(delivery.attempt(), delivery.member().name(), time.minus(since), time, cause, failure));
    }

    private void end(LeasedDelivery<T> delivery, Settlement outcome) {
        delivery.end(outcome);
        delivery.entry.delivery = null;
        delivery.entry.cancelTimer();
        delivery.member().leased.remove(delivery.entry);
    }

    /** Takes a delivery back that was handed to a process which has not gone on: for that process, it never was. */
    private void takeBack(QueuedDelivery<T> delivery, RedeliveryCause cause) {
        delivery.ended = new Settlement.Late(cause, broker.instant());
        delivery.member().handedOver.remove(delivery);
        queue.makeReady(new Entry<>(delivery.stored(), MessageState.IN_FLIGHT, delivery.order));
        queue.roomInFlight();
    }
}

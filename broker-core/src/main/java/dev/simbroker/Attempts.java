package dev.simbroker;

import java.time.Duration;
import java.time.Instant;

/**
 * How the attempts at a channel's messages end: by acknowledgement, return, rejection or the end of the lease.
 *
 * <p>An attempt ends once. Whoever comes later is told how it ended, and changes nothing.
 */
final class Attempts<T> {

    private final Channel<T> channel;
    private final LocalBroker broker;
    private final Subscription settings;
    private final Figures figures;

    Attempts(Channel<T> channel, Figures figures) {
        this.channel = channel;
        this.broker = channel.broker();
        this.settings = channel.settings();
        this.figures = figures;
    }

    // ---- what consumers do ----

    Settlement ack(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, () -> {
            figures.acked.up();
            settle(delivery);
            if (broker.hasListeners()) {
                broker.tell(listener -> listener.acked(delivery));
            }
        });
    }

    Settlement nack(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, () -> {
            figures.nacked.up();
            giveBack(delivery, ReturnCause.NACKED, backoff(delivery));
        });
    }

    Settlement nack(LocalDelivery<T> delivery, Duration delay) {
        return ifUnderWay(delivery, () -> {
            figures.nackedWithDelay.up();
            giveBack(delivery, ReturnCause.NACKED, delay);
        });
    }

    Settlement reject(LocalDelivery<T> delivery) {
        return ifUnderWay(delivery, () -> {
            figures.rejected.up();
            comeBack(delivery, ReturnCause.NACKED);
            channel.remove(delivery.entry, RemovalReason.REJECTED);
            channel.roomInFlight();
        });
    }

    Settlement extend(LocalDelivery<T> delivery, Duration lease) {
        return ifUnderWay(delivery, () -> {
            delivery.entry.cancelTimer();
            lease(delivery, lease);
        });
    }

    private Settlement ifUnderWay(LocalDelivery<T> delivery, Runnable action) {
        return broker.guarded(() -> {
            if (delivery.ended != null) {
                return delivery.ended;
            }
            action.run();
            channel.audit();
            return new Settlement.Done();
        });
    }

    // ---- what happens to attempts ----

    /** Lets the lease of an attempt begin now. */
    void lease(LocalDelivery<T> delivery, Duration lease) {
        delivery.entry.delivery = delivery;
        channel.setTimer(delivery.entry, broker.deadlineAfter("a lease", lease));
    }

    /** The lease of an attempt has run out. */
    void lapse(LocalDelivery<T> delivery) {
        giveBack(delivery, ReturnCause.LAPSED, backoff(delivery));
    }

    void settle(LocalDelivery<T> delivery) {
        end(delivery, new Settlement.AlreadySettled());
        channel.settled(delivery.entry);
    }

    /** Ends an attempt without settling; its message is delivered again, or has been attempted often enough. */
    void giveBack(LocalDelivery<T> delivery, ReturnCause cause, Duration delay) {
        Entry<T> entry = delivery.entry;
        comeBack(delivery, cause);
        if (channel.isDeleted()) {
            channel.remove(entry, RemovalReason.DELETED);
        } else if (entry.attempts >= settings.retry().deliveryLimit()) {
            channel.remove(entry, RemovalReason.DELIVERY_LIMIT);
        } else if (channel.isExpired(entry)) {
            channel.remove(entry, RemovalReason.EXPIRED);
        } else {
            redeliver(delivery, cause, delay);
        }
        channel.roomInFlight();
    }

    private void redeliver(LocalDelivery<T> delivery, ReturnCause cause, Duration delay) {
        figures.redelivered[cause.ordinal()].up();
        broker.tell(listener -> listener.redelivering(delivery, cause, delay));
        if (delay.isZero()) {
            channel.makeReady(delivery.entry);
        } else {
            channel.delay(delivery.entry, broker.deadlineAfter("a delay", delay));
        }
    }

    private Duration backoff(LocalDelivery<T> delivery) {
        return settings.retry()
                .backoff()
                .delay(delivery.attempt(), broker.scheduler().random());
    }

    private void comeBack(LocalDelivery<T> delivery, ReturnCause cause) {
        Instant time = broker.time();
        end(delivery, new Settlement.Late(cause, time));
        Duration since = Duration.ofNanos(broker.nanoTime() - delivery.receivedAt);
        delivery.entry.remember(new Attempt(delivery.attempt(), delivery.member.name, time.minus(since), time, cause));
    }

    void end(LocalDelivery<T> delivery, Settlement outcome) {
        delivery.ended = outcome;
        delivery.entry.delivery = null;
        delivery.entry.cancelTimer();
        delivery.member.ended(delivery);
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.Delivery;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.util.CatchUpPause;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.Scheduler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription's messages go out to its members.
 *
 * <p>A process that receives takes a message at once, or waits for one to be handed to it. The message is in flight
 * from then on, and counts as received when that process goes on, or at once where {@link #handOver} says so. Guarded
 * by the broker's guard, except for {@link #receiveUnguarded}.
 */
final class Dispatcher<T> {

    private final SubscriptionQueue<T> queue;
    private final BrokerContext broker;
    private final SubscriptionCounters counters;
    private final Listeners listeners;
    /** Null if latency is not measured. */
    private final @Nullable LatencyCounter latency;

    private final Backlog<T> backlog;
    private final int maxInFlight;
    private final boolean leases;
    private final boolean parallel;
    /** At hand, since every receipt asks. */
    private final boolean audited;

    private final FastReceive<T> fast;

    Dispatcher(SubscriptionQueue<T> queue, SubscriptionCounters counters, Backlog<T> backlog) {
        this.queue = queue;
        this.broker = queue.broker();
        this.counters = counters;
        this.listeners = broker.listeners();
        this.latency = broker.measuresLatency() ? counters.latency : null;
        this.backlog = backlog;
        this.maxInFlight = queue.settings().buffer().maxInFlight();
        this.leases = queue.settings().guarantee().leases();
        this.parallel = broker.guard().isParallel();
        this.audited = broker.isAudited();
        this.fast = FastReceive.of(this, broker, backlog.mayReadLog() && !leases);
    }

    // ---- a process receives ----

    /** Receives the next message without the guard; null if there is none, or it must be received inside. */
    @Nullable Delivery<T> receiveUnguarded(LocalMember<T> member) {
        return fast.receive(member);
    }

    /** Receives the next message for a member; null if there is none, or too many are in flight. */
    @Nullable Delivery<T> receiveNow(LocalMember<T> member) {
        LocalDelivery<T> fromLog = leases ? leaseFromLog(member) : receiveFromLog(member);
        if (fromLog != null) {
            tellReceived(fromLog);
            return fromLog;
        }
        LocalDelivery<T> delivery = member.isClosed() ? null : take(member);
        return delivery != null && receive(delivery) ? delivery : null;
    }

    /** Joins the processes that wait for a message to be handed to them. */
    WaitNode<LocalDelivery<T>> awaitMessage(LocalMember<T> member) {
        backlog.leaveLog();
        return member.inbox.waiters.join(member, null);
    }

    /** Waits outside the guard for what {@link #awaitMessage} has joined the queue for. */
    WaitQueue.Outcome await(LocalMember<T> member, WaitNode<LocalDelivery<T>> node, long deadline)
            throws InterruptedException {
        return member.inbox.waiters.await(node, deadline);
    }

    /** Notes that the process which a message was handed to goes on with it; false if it was taken back meanwhile. */
    boolean receive(LocalDelivery<T> delivery) {
        if (delivery.ended() != null) {
            return false;
        }
        counters.received.up();
        measureLatency(delivery);
        if (delivery instanceof QueuedDelivery<T> queued) {
            queue.leases().settle(queued);
        }
        tellReceived(delivery);
        queue.audit();
        return true;
    }

    // ---- from the log ----

    boolean isReadingLog() {
        return backlog.isReadingLog();
    }

    @Nullable LoggedDelivery<T> receiveFromLog(LocalMember<T> member) {
        LoggedDelivery<T> delivery = backlog.take(member, member);
        if (delivery != null) {
            measureLatency(delivery);
            if (audited) {
                queue.transition(delivery.stored(), MessageState.READY_IN_LOG, MessageState.GONE);
                queue.audit();
            }
        }
        return delivery;
    }

    private @Nullable LeasedDelivery<T> leaseFromLog(LocalMember<T> member) {
        Entry<T> entry = backlog.takeForLease(member);
        if (entry == null) {
            return null;
        }
        queue.transition(entry, MessageState.IN_FLIGHT);
        LeasedDelivery<T> delivery = queue.leases().open(member, entry);
        measureLatency(delivery);
        queue.audit();
        return delivery;
    }

    /**
     * Whether a pause pays for a receiver that has caught up: messages come by the log, and others may publish
     * meanwhile.
     */
    boolean isWorthPausing() {
        return fast.isWorthPausing();
    }

    /** Pauses, for longer the more has come since the member's last pause. */
    void pause(LocalMember<T> member) {
        long taken = backlog.takenFromLog();
        long since = taken - member.takenBefore;
        member.takenBefore = taken;
        CatchUpPause.after(since);
    }

    // ---- from the queues ----

    private @Nullable LocalDelivery<T> take(LocalMember<T> member) {
        if (!hasNext(member.inbox)) {
            return null;
        }
        LocalDelivery<T> delivery = leases ? lease(member) : open(member);
        queue.admission().admitPublishers();
        queue.audit();
        return delivery;
    }

    /** Hands messages to the processes that wait for them, then tells the selects of what is left. */
    void serve(Inbox<T> inbox) {
        while (!inbox.waiters.isEmpty()) {
            boolean next = hasNext(inbox);
            WaitNode<LocalDelivery<T>> waiter = inbox.waiters.peek();
            if (!next || waiter == null) {
                break;
            }
            @SuppressWarnings("unchecked") // processes wait on behalf of members
            var member = (LocalMember<T>) Objects.requireNonNull(waiter.owner());
            inbox.waiters.poll();
            waiter.serve(leases ? lease(member) : handOver(member));
        }
        if (inbox.queue.size() > 0 && mayOpen()) {
            queue.signal(inbox);
        }
    }

    /**
     * Gives a process a message without a lease. In a simulation, that counts as received when the process goes on, and
     * may be taken back until then. Where processes run in parallel, the process would have to enter the guard for
     * that, where all the others are: there it counts at once.
     */
    private QueuedDelivery<T> handOver(LocalMember<T> member) {
        QueuedDelivery<T> delivery = open(member);
        if (parallel) {
            receive(delivery);
        } else {
            member.handedOver.add(delivery);
        }
        return delivery;
    }

    /** Whether only so many messages may be in flight at once. */
    boolean isLimited() {
        return maxInFlight != Subscription.UNLIMITED;
    }

    private boolean mayOpen() {
        return room() > 0;
    }

    /** How many more messages may be in flight. */
    int room() {
        return isLimited() ? Math.max(0, maxInFlight - counters.onLease()) : Integer.MAX_VALUE;
    }

    /**
     * Whether there is a message to be received next, and not too many are in flight. Messages that expire at this very
     * instant are removed on the way, which may bring others here and so serve some of the processes that wait.
     */
    private boolean hasNext(Inbox<T> inbox) {
        while (mayOpen()) {
            StoredMessage<T> message = inbox.queue.peek();
            if (message == null) {
                return false;
            }
            if (message.expiresAt() == Scheduler.FOREVER || !message.isExpired(broker.now())) {
                return true;
            }
            queue.remove(Objects.requireNonNull(inbox.queue.poll()), RemovalReason.EXPIRED);
        }
        return false;
    }

    /** Begins an attempt on lease at the first message of the member's inbox. */
    private LeasedDelivery<T> lease(LocalMember<T> member) {
        Entry<T> entry = Objects.requireNonNull(member.inbox.queue.poll());
        entry.cancelTimer();
        queue.transition(entry, MessageState.IN_FLIGHT);
        return queue.leases().open(member, entry);
    }

    /** Begins the one attempt at the first message of the member's inbox. */
    private QueuedDelivery<T> open(LocalMember<T> member) {
        long order = member.inbox.queue.order();
        StoredMessage<T> message = member.inbox.queue.pollMessage();
        queue.transition(message, MessageState.READY, MessageState.IN_FLIGHT);
        return new QueuedDelivery<>(message, order, member, broker.timeOfReceipt());
    }

    // ---- what is told ----

    private void measureLatency(LocalDelivery<T> delivery) {
        if (latency != null) {
            latency.add(delivery.latencyInNanos());
        }
    }

    private void tellReceived(LocalDelivery<T> delivery) {
        if (listeners.isHeard(Event.RECEIVED)) {
            listeners.tell(listener -> listener.received(delivery));
        }
    }
}

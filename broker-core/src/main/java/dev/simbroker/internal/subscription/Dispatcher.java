package dev.simbroker.internal.subscription;

import dev.simbroker.Delivery;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.internal.log.LogReader;
import dev.simbroker.internal.log.Segment;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Entry.State;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.util.CatchUpPause;
import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.time.Scheduler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a channel's messages go out to those who receive them.
 *
 * <p>A process that receives either takes a message at once or waits in line for one to be handed to it; the message is in flight from then on,
 * and counts as received when that process goes on, or at once where {@link #handOver} says so. All of it runs inside the broker's guard, but for
 * {@link #receiveUnguarded}.
 */
public final class Dispatcher<T> {

    private final SubscriptionQueue<T> channel;
    private final LocalBroker broker;
    private final EngineGuard guard;
    private final SubscriptionCounters figures;
    private final Listeners listeners;
    /** Null where it is not measured. */
    private final @Nullable LatencyCounter latency;

    private final LogReader<T> following;
    private final @Nullable Audit audit;
    // of the settings, at hand since each message asks
    private final int maxInFlight;
    private final boolean leases;
    private final boolean parallel;
    /** Whether messages may be received without the guard. */
    private final boolean unguarded;

    Dispatcher(
            SubscriptionQueue<T> channel, SubscriptionCounters figures, LogReader<T> following, @Nullable Audit audit) {
        this.channel = channel;
        this.broker = channel.broker();
        this.figures = figures;
        this.listeners = broker.listeners();
        this.latency = broker.measuresLatency() ? figures.latency : null;
        this.following = following;
        this.audit = audit;
        this.maxInFlight = channel.settings().buffer().maxInFlight();
        this.leases = channel.settings().guarantee().leases();
        this.guard = broker.guard();
        this.parallel = guard.isParallel();
        this.unguarded = following.isAllowed() && !leases && (audit == null || !parallel);
    }

    /** Whether only so many messages may be in flight at once. */
    boolean isLimited() {
        return maxInFlight != Subscription.UNLIMITED;
    }

    /** Receives the next message of the log without the guard; null if that cannot be, or there is none. */
    public @Nullable Delivery<T> receiveUnguarded(LocalMember<T> member) {
        return unguarded && !listeners.isHeard(Event.RECEIVED) && isOutsideAllowed() ? receiveFromLog(member) : null;
    }

    /**
     * Where processes run in parallel, the guard is not even asked, which would answer yes: a receipt that reads a word of it fetches the line
     * that publishers write when they lock, if these happen to lie side by side.
     */
    private boolean isOutsideAllowed() {
        return parallel || guard.mayStayOutside();
    }

    /** Whether messages come by the log, and others may publish the next one while the caller gives way. */
    public boolean isWorthGivingWay() {
        return parallel && unguarded && following.isRunning();
    }

    /**
     * Gives way, for longer if much has come since the last time: then there is a stream to fall behind, and the pause is a small part of the time
     * that it took.
     */
    public void giveWay(LocalMember<T> member) {
        long taken = following.taken();
        long since = taken - member.takenBefore;
        member.takenBefore = taken;
        CatchUpPause.after(since);
    }

    private @Nullable LoggedDelivery<T> receiveFromLog(LocalMember<T> member) {
        LoggedDelivery<T> delivery = following.take(member, member);
        if (delivery != null) {
            measureLatency(delivery);
            if (audit != null) {
                audit.taken(delivery.posted().id());
                channel.audit();
            }
        }
        return delivery;
    }

    private @Nullable LeasedDelivery<T> leaseFromLog(LocalMember<T> member) {
        StoredMessage<T> posted = following.take(member, Segment::postedOnce);
        if (posted == null) {
            return null;
        }
        LeasedDelivery<T> delivery = channel.attempts().open(member, channel.takeFromLog(posted));
        measureLatency(delivery);
        channel.audit();
        return delivery;
    }

    /** Receives the next message for a member; null if there is none, or too many are in flight. */
    public @Nullable Delivery<T> receiveNow(LocalMember<T> member) {
        LocalDelivery<T> fromLog = leases ? leaseFromLog(member) : receiveFromLog(member);
        if (fromLog != null) {
            tellReceived(fromLog);
            return fromLog;
        }
        LocalDelivery<T> delivery = member.closed ? null : take(member);
        return delivery != null && receive(delivery) ? delivery : null;
    }

    /** Joins the processes that wait for a message, which is handed to them. */
    public WaitNode<LocalDelivery<T>> awaitMessage(LocalMember<T> member) {
        channel.unfollow();
        return member.inbox.line.join(member, null);
    }

    private @Nullable LocalDelivery<T> take(LocalMember<T> member) {
        if (!hasNext(member.inbox)) {
            return null;
        }
        LocalDelivery<T> delivery = leases ? lease(member) : open(member);
        channel.intake().admitPublishers();
        channel.audit();
        return delivery;
    }

    /** Hands messages to the processes that wait for them, then tells the selects of what is left. */
    void serve(Inbox<T> inbox) {
        while (!inbox.line.isEmpty()) {
            boolean next = hasNext(inbox);
            WaitNode<LocalDelivery<T>> place = inbox.line.peek();
            if (!next || place == null) {
                break;
            }
            @SuppressWarnings("unchecked") // processes join the line on behalf of members
            var member = (LocalMember<T>) Objects.requireNonNull(place.owner());
            inbox.line.poll();
            place.serve(leases ? lease(member) : handOver(member));
        }
        if (inbox.queue.size() > 0 && mayOpen()) {
            inbox.signals.signal();
        }
    }

    /**
     * Gives a process what is not leased to it. In a simulation, that counts as received when the process goes on, and may be taken away
     * until then. Where processes run in parallel, the process would have to enter the guard for that, where all the others are: there it
     * counts at once.
     */
    private QueuedDelivery<T> handOver(LocalMember<T> member) {
        if (parallel) {
            QueuedDelivery<T> delivery = open(member);
            receive(delivery);
            return delivery;
        }
        long order = member.inbox.queue.order();
        var delivery = new HandedDelivery<>(pollPosted(member), order, member, broker.timeOfReceipt());
        member.handedOver.add(delivery);
        return delivery;
    }

    private boolean mayOpen() {
        return !isLimited() || figures.inFlight() < maxInFlight;
    }

    /**
     * Whether there is a message to be received next, and not too many are in flight. Those that expire at this very instant are removed
     * on the way, which may bring others here and so serve some of those who wait.
     */
    private boolean hasNext(Inbox<T> inbox) {
        while (mayOpen()) {
            StoredMessage<T> posted = inbox.queue.peek();
            if (posted == null) {
                return false;
            }
            if (posted.expiresAt() == Scheduler.FOREVER || !posted.isExpired(broker.nanoTime())) {
                return true;
            }
            channel.remove(Objects.requireNonNull(inbox.queue.poll()), RemovalReason.EXPIRED);
        }
        return false;
    }

    /** Begins an attempt on lease at the first message of the member's queue. */
    private LeasedDelivery<T> lease(LocalMember<T> member) {
        Entry<T> entry = Objects.requireNonNull(member.inbox.queue.poll());
        entry.cancelTimer();
        channel.move(entry, State.IN_FLIGHT);
        return channel.attempts().open(member, entry);
    }

    /** Begins the one attempt at the first message of the member's queue. */
    private QueuedDelivery<T> open(LocalMember<T> member) {
        return new QueuedDelivery<>(pollPosted(member), member, broker.timeOfReceipt());
    }

    private StoredMessage<T> pollPosted(LocalMember<T> member) {
        StoredMessage<T> posted = member.inbox.queue.pollPosted();
        channel.move(posted, State.READY, State.IN_FLIGHT);
        return posted;
    }

    /** Notes that the process which a message was handed to goes on with it; false if it was taken away meanwhile. */
    public boolean receive(LocalDelivery<T> delivery) {
        if (delivery.ended() != null) {
            return false;
        }
        figures.received.up();
        measureLatency(delivery);
        if (delivery instanceof QueuedDelivery<T> queued) {
            channel.attempts().settle(queued);
        }
        tellReceived(delivery);
        channel.audit();
        return true;
    }

    private void measureLatency(LocalDelivery<T> delivery) {
        if (latency != null) {
            latency.add(delivery.latencyInNanos());
        }
    }

    private void tellReceived(LocalDelivery<T> delivery) {
        if (listeners.isHeard(Event.RECEIVED)) {
            broker.tell(listener -> listener.received(delivery));
        }
    }
}

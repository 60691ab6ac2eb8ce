package dev.simbroker.internal.subscription;

import dev.simbroker.Overflow;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.internal.log.LogReader;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Entry.State;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.Scheduler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How messages come into a channel: whether there is space, what happens if there is none, and who waits for it.
 *
 * <p>A message comes in once, by the log of its topic or by itself. All of it runs inside the broker's guard.
 */
public final class Admission<T> {

    private final SubscriptionQueue<T> channel;
    private final LocalBroker broker;
    private final Listeners listeners;
    private final SubscriptionCounters figures;
    private final LogReader<T> following;
    private final ReadyMessages<T> distribution;
    /** The inbox that all members share; null where they do not, and nothing comes by the log. */
    private final @Nullable Inbox<T> shared;

    private final @Nullable Audit audit;
    private final @Nullable ExactlyOnceFilter<T> duplicates;
    private final Overflow overflow;
    private final int capacity;

    /** Publishers that wait for space, each with its message; a transaction that waits brings none. */
    private final WaitQueue<StoredMessage<T>> publishers;

    Admission(
            SubscriptionQueue<T> channel,
            SubscriptionCounters figures,
            LogReader<T> following,
            ReadyMessages<T> distribution,
            @Nullable Audit audit,
            @Nullable ExactlyOnceFilter<T> duplicates) {
        this.channel = channel;
        this.broker = channel.broker();
        this.listeners = broker.listeners();
        this.figures = figures;
        this.following = following;
        this.distribution = distribution;
        this.shared = distribution.shared();
        this.audit = audit;
        this.duplicates = duplicates;
        this.overflow = channel.settings().buffer().overflow();
        this.capacity = channel.settings().buffer().capacity();
        this.publishers = new WaitQueue<>(broker.spi(), broker.guard(), () -> "space in " + channel.description());
    }

    // ---- space ----

    /** Whether a publisher has to wait, or is refused. */
    public boolean isFull() {
        return isUsedUp() || !publishers.isEmpty();
    }

    /** Whether {@code count} more messages fit in; more than the capacity never do. */
    public boolean hasSpace(int count) {
        return figures.ready() + (long) count <= capacity;
    }

    public boolean isLimited() {
        return capacity != Subscription.UNLIMITED;
    }

    private boolean isUsedUp() {
        return isLimited() && figures.ready() >= capacity;
    }

    public Overflow overflow() {
        return overflow;
    }

    // ---- messages come in ----

    /**
     * Takes a message in; if that lies in the log or can, the channel follows the log from there if it can.
     *
     * @see #offer(Posted)
     */
    public void offer(StoredMessage<T> posted, @Nullable TopicLog<T> log) {
        if (log != null && distribution.isIdle() && following.startAt(posted, log)) {
            appended(posted.id());
            signal();
        } else {
            offer(posted);
        }
    }

    /** Takes a message in, whatever the queue's size where its overflow would block or reject. */
    public void offer(StoredMessage<T> posted) {
        enqueue(posted);
        channel.audit();
    }

    /** Whether the channel reads the log, and so comes to what is appended there. */
    public boolean isFollowing() {
        return following.isRunning();
    }

    /** A message was appended to the log, which the channel reads; the channel's {@linkplain #signal selects} are not told yet. */
    public void appended(long id) {
        if (audit != null) {
            audit.moved(id, State.NEW, State.READY);
        }
    }

    /** Whether there are selects to be told of a message in the log. */
    public boolean tells() {
        return shared != null && !shared.signals.isEmpty();
    }

    /** Tells the selects of the channel's members that there is a message for them in the log. */
    public void signal() {
        Objects.requireNonNull(shared).signals.signal();
    }

    private void enqueue(StoredMessage<T> posted) {
        figures.accepted.up();
        if (isDuplicate(posted)) {
            channel.remove(new Entry<>(posted), RemovalReason.DUPLICATE);
        } else if (posted.isDelayed() && posted.dueAt() > broker.nanoTime()) {
            delivered(posted);
            channel.delay(new Entry<>(posted), posted.dueAt());
        } else if (isUsedUp()) {
            offerToFull(posted);
        } else {
            deliver(posted);
        }
    }

    private boolean isDuplicate(StoredMessage<T> posted) {
        return duplicates != null && duplicates.isDuplicate(posted, broker.nanoTime());
    }

    private void offerToFull(StoredMessage<T> posted) {
        switch (overflow) {
            case DROP_NEWEST, DEAD_LETTER -> channel.remove(new Entry<>(posted), RemovalReason.FULL);
            case DROP_OLDEST -> {
                channel.remove(Objects.requireNonNull(distribution.pollOldest()), RemovalReason.FULL);
                deliver(posted);
            }
            case BLOCK, REJECT -> deliver(posted);
        }
    }

    private void deliver(StoredMessage<T> posted) {
        delivered(posted);
        if (posted.expiresAt() == Scheduler.FOREVER && distribution.takesPlain()) {
            channel.makeReady(posted);
        } else {
            channel.makeReady(new Entry<>(posted));
        }
    }

    private void delivered(StoredMessage<T> posted) {
        figures.delivered.up();
        if (listeners.isHeard(Event.DELIVERED)) {
            broker.tell(listener -> listener.delivered(posted.message(), figures));
        }
    }

    // ---- publishers that wait ----

    /** Joins the publishers that wait for space; without a message, for space alone. */
    public WaitNode<StoredMessage<T>> awaitSpace(@Nullable StoredMessage<T> posted) {
        return publishers.join(null, posted);
    }

    public WaitQueue<StoredMessage<T>> publishers() {
        return publishers;
    }

    /** A transaction that waited for more space than there is has gone; for those behind it there may be enough. */
    public void spaceNotNeeded() {
        broker.guarded(() -> {
            admitPublishers();
            channel.audit();
            return true;
        });
    }

    /** Lets those in who wait, as far as there is space. */
    void admitPublishers() {
        while (!publishers.isEmpty() && !isUsedUp()) {
            WaitNode<StoredMessage<T>> place = Objects.requireNonNull(publishers.poll());
            StoredMessage<T> posted = place.element();
            if (posted != null) {
                figures.accepted.up();
                if (isDuplicate(posted)) {
                    channel.remove(new Entry<>(posted), RemovalReason.DUPLICATE);
                } else {
                    deliver(posted);
                }
            }
            place.serve();
        }
    }
}

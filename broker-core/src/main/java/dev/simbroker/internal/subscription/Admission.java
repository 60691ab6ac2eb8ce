package dev.simbroker.internal.subscription;

import dev.simbroker.Overflow;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.Scheduler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How messages come into a subscription: whether there is space, what its {@link Overflow} means if there is none, and
 * which publishers wait for it. Guarded by the broker's guard.
 */
public final class Admission<T> {

    /** What a publisher has to do about a subscription before its message can go in. */
    public enum Verdict {
        /** Nothing: the message goes in, or something is dropped for it. */
        ADMITTED,
        /** Wait for space. */
        MUST_WAIT,
        /** Give up: the subscription rejects what does not fit. */
        REFUSED
    }

    private final SubscriptionQueue<T> queue;
    private final BrokerContext broker;
    private final Listeners listeners;
    private final SubscriptionCounters counters;
    private final Backlog<T> backlog;
    private final @Nullable ExactlyOnceFilter<T> duplicates;
    private final Overflow overflow;
    private final int capacity;

    /** Publishers that wait for space, each with its message; a transaction with the {@link Places} that it needs. */
    private final WaitQueue<StoredMessage<T>> publishers;
    /** The places that are kept for transactions which wait for others. */
    private int reserved;

    Admission(
            SubscriptionQueue<T> queue,
            SubscriptionCounters counters,
            Backlog<T> backlog,
            @Nullable ExactlyOnceFilter<T> duplicates) {
        this.queue = queue;
        this.broker = queue.broker();
        this.listeners = broker.listeners();
        this.counters = counters;
        this.backlog = backlog;
        this.duplicates = duplicates;
        this.overflow = queue.settings().buffer().overflow();
        this.capacity = queue.settings().buffer().capacity();
        this.publishers =
                new WaitQueue<>(broker.spi(), broker.guard(), new BrokerWait(() -> "space in " + queue.description()));
    }

    // ---- space ----

    /** Whether there is a limit at all. */
    public boolean isLimited() {
        return capacity != Subscription.UNLIMITED;
    }

    private boolean isFull() {
        return !hasRoomFor(1);
    }

    private boolean hasRoomFor(int count) {
        return !isLimited() || counters.ready() + (long) reserved + count <= capacity;
    }

    /** The verdict on one message: those that wait already come first, and a delayed message needs no space yet. */
    public Verdict verdict(StoredMessage<?> message) {
        return message.isDelayed() || (!isFull() && publishers.isEmpty()) ? Verdict.ADMITTED : verdictWhenFull();
    }

    /** The verdict on {@code count} messages of a transaction; where it has to wait, it also has to reserve places. */
    public Verdict verdict(int count) {
        boolean admitted = !isLimited() || (overflow != Overflow.BLOCK && hasRoomFor(count));
        return admitted ? Verdict.ADMITTED : verdictWhenFull();
    }

    private Verdict verdictWhenFull() {
        return switch (overflow) {
            case BLOCK -> Verdict.MUST_WAIT;
            case REJECT -> Verdict.REFUSED;
            case DROP_NEWEST, DROP_OLDEST, DEAD_LETTER -> Verdict.ADMITTED;
        };
    }

    public int capacity() {
        return capacity;
    }

    // ---- messages come in ----

    /**
     * Takes a message in, even beyond the capacity if the overflow would block or reject: for that the publisher asks
     * before.
     */
    public void offer(StoredMessage<T> message) {
        counters.accepted.up();
        if (isDuplicate(message)) {
            queue.remove(new Entry<>(message), RemovalReason.DUPLICATE);
        } else if (message.isDelayed() && message.dueAt() > broker.now()) {
            tellDelivered(message);
            queue.delay(new Entry<>(message), message.dueAt());
        } else if (isFull()) {
            offerToFull(message);
        } else {
            deliver(message);
        }
        queue.audit();
    }

    private boolean isDuplicate(StoredMessage<T> message) {
        return duplicates != null && duplicates.isDuplicate(message, broker.now());
    }

    private void offerToFull(StoredMessage<T> message) {
        switch (overflow) {
            case DROP_NEWEST, DEAD_LETTER -> queue.remove(new Entry<>(message), RemovalReason.QUEUE_FULL);
            case DROP_OLDEST -> {
                queue.remove(Objects.requireNonNull(backlog.pollOldest()), RemovalReason.QUEUE_FULL);
                deliver(message);
            }
            case BLOCK, REJECT -> {
                noteOverfilling();
                deliver(message);
            }
        }
    }

    /**
     * Notes that a delay is over. A message that nobody has received yet comes in even beyond the capacity; those that
     * come back do not count.
     */
    void delayIsOver(int attempts) {
        if (attempts == 0) {
            noteOverfilling();
        }
    }

    /**
     * Counts a message that comes in, if there is no place for it: one that has no publisher who could wait. A
     * transaction has places, which are kept for it.
     */
    private void noteOverfilling() {
        if (!isLimited() || counters.ready() < capacity) {
            return;
        }
        if (counters.overfilled.get() == 0) {
            broker.log(log -> log.warn(
                    "{} is filled beyond its capacity of {}: by a dead letter, a replay or a delayed message, which"
                            + " have no publisher who could wait or be told",
                    queue.description(),
                    capacity));
        }
        counters.overfilled.up();
    }

    private void deliver(StoredMessage<T> message) {
        tellDelivered(message);
        if (message.expiresAt() == Scheduler.FOREVER && backlog.takesPlain()) {
            backlog.leaveLog();
            queue.transition(message, MessageState.NEW, MessageState.READY);
            backlog.add(message);
        } else {
            queue.makeReady(new Entry<>(message));
        }
    }

    private void tellDelivered(StoredMessage<T> message) {
        counters.delivered.up();
        if (listeners.isHeard(Event.DELIVERED)) {
            listeners.tell(listener -> listener.delivered(message, counters));
        }
    }

    // ---- publishers that wait ----

    /** Lets a publisher stand in line with its message. */
    SpaceWait<T> awaitSpace(StoredMessage<T> message) {
        return new SpaceWait<>(queue, publishers.join(null, message));
    }

    WaitQueue.Outcome await(WaitNode<StoredMessage<T>> publisher, long deadline) throws InterruptedException {
        return publishers.await(publisher, deadline);
    }

    /** Reserves places for a transaction, or lets it stand in line for them. */
    Places<T> reserve(int count) {
        var places = new Places<>(queue, count, publishers);
        if (publishers.isEmpty() && hasRoomFor(count)) {
            grant(places);
        } else {
            places.standInLine();
        }
        return places;
    }

    private void grant(Places<?> places) {
        reserved += places.count();
        places.grant();
    }

    /** Takes places back from a transaction that has left the line: for those behind it there may be enough now. */
    void release(Places<T> places) {
        reserved -= places.isGranted() ? places.count() : 0;
        admitPublishers();
        queue.audit();
    }

    /** Lets publishers in that wait, as far as there is space. The first keeps its turn until all of it is there. */
    void admitPublishers() {
        for (var first = publishers.peek(); first != null && hasRoomFor(first); first = publishers.peek()) {
            publishers.poll();
            StoredMessage<T> message = first.element();
            if (message == null) {
                grant((Places<?>) Objects.requireNonNull(first.owner()));
            } else {
                takeIn(message);
            }
            first.serve();
        }
    }

    private boolean hasRoomFor(WaitNode<StoredMessage<T>> publisher) {
        return hasRoomFor(publisher.owner() instanceof Places<?> places ? places.count() : 1);
    }

    private void takeIn(StoredMessage<T> message) {
        counters.accepted.up();
        if (isDuplicate(message)) {
            queue.remove(new Entry<>(message), RemovalReason.DUPLICATE);
        } else {
            deliver(message);
        }
    }

    /** Sends all publishers away that wait, since the subscription is deleted. */
    void expelPublishers() {
        publishers.expel(publisher -> true);
    }
}

package dev.simbroker;

import dev.simbroker.Entry.State;
import dev.simbroker.queue.Place;
import dev.simbroker.queue.WaitLine;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscription on one topic or pattern: what becomes of each message, from its acceptance until it has left.
 *
 * <pre>
 *           offer                take              ack, or receipt at most once
 *   NEW ------------> READY --------------> IN_FLIGHT ------------> GONE (settled)
 *    |                  ^ |                  |
 *    | delayed          | | expired, dropped | nack, lapse, close, crash
 *    v                  | v                  v
 *   DELAYED ------------+ GONE         READY, DELAYED, or at the limit GONE (dead-lettered or dropped)
 * </pre>
 *
 * <p>All of it runs inside the broker's guard. A process that receives either takes a message at once or waits in line for one to be handed
 * to it; the message is in flight from then on, and counts as received when that process goes on.
 */
final class Channel<T> {

    private final LocalBroker broker;
    private final Destination<T> destination;
    private final Subscription settings;
    private final Figures figures;
    private final @Nullable Audit audit;

    private final Attempts<T> attempts;
    private final Distribution<T> distribution;
    private final EntryList<T> delayed = new EntryList<>();
    /** Publishers that wait for space, each with its message; a transaction that waits brings none. */
    private final WaitLine<Entry<T>> publishers;
    /** The ids that were settled here. */
    private final SeenIds processed;
    /** Where messages are delivered exactly once, the one that is here of each id. */
    private final Map<String, Entry<T>> present = new HashMap<>();

    private long lastOrder;
    private int joined;
    private boolean deleted;

    Channel(LocalBroker broker, Destination<T> destination, Subscription settings) {
        this.broker = broker;
        this.destination = destination;
        this.settings = settings;
        this.figures = new Figures(destination.name(), settings.name(), this::oldestAge);
        this.audit = broker.newAudit();
        this.attempts = new Attempts<>(this, figures);
        this.distribution = new Distribution<>(
                settings.assignment(),
                () -> new WaitLine<>(broker.scheduler(), broker.guard(), () -> "a message of " + description()),
                this::serve);
        this.publishers = new WaitLine<>(broker.scheduler(), broker.guard(), () -> "space in " + description());
        this.processed = broker.newSeenIds();
    }

    Destination<T> destination() {
        return destination;
    }

    Subscription settings() {
        return settings;
    }

    String subscription() {
        return settings.name();
    }

    SubscriptionStatistics statistics() {
        return figures;
    }

    String description() {
        return "subscription '" + settings.name() + "' on " + destination;
    }

    LocalBroker broker() {
        return broker;
    }

    Attempts<T> attempts() {
        return attempts;
    }

    boolean isDeleted() {
        return deleted;
    }

    // ---- messages come in ----

    /** Whether a publisher has to wait, or is refused. */
    boolean isFull() {
        return figures.ready() >= settings.buffer().capacity() || !publishers.isEmpty();
    }

    /** Whether {@code count} more messages fit in; more than the capacity never do. */
    boolean hasSpace(int count) {
        return figures.ready() + (long) count <= settings.buffer().capacity();
    }

    Overflow overflow() {
        return settings.buffer().overflow();
    }

    boolean wants(Message<?> message) {
        return settings.filter().condition().test(message);
    }

    /** Takes a message in, whatever the queue's size where its overflow would block or reject. */
    void offer(Entry<T> entry, long dueAt) {
        figures.accepted.up();
        if (isDuplicate(entry)) {
            remove(entry, RemovalReason.DUPLICATE);
        } else if (dueAt > now()) {
            delivered(entry);
            delay(entry, dueAt);
        } else if (figures.ready() >= settings.buffer().capacity()) {
            offerToFull(entry);
        } else {
            deliver(entry);
        }
        audit();
    }

    private void offerToFull(Entry<T> entry) {
        switch (overflow()) {
            case DROP_NEWEST, DEAD_LETTER -> remove(entry, RemovalReason.FULL);
            case DROP_OLDEST -> {
                Entry<T> oldest = Objects.requireNonNull(distribution.oldest());
                distribution.withdraw(oldest);
                remove(oldest, RemovalReason.FULL);
                deliver(entry);
            }
            case BLOCK, REJECT -> deliver(entry);
        }
    }

    private void deliver(Entry<T> entry) {
        delivered(entry);
        makeReady(entry);
    }

    private void delivered(Entry<T> entry) {
        figures.delivered.up();
        if (broker.hasListeners()) {
            broker.tell(listener -> listener.delivered(entry.message, figures));
        }
    }

    void delay(Entry<T> entry, long dueAt) {
        move(entry, State.DELAYED);
        delayed.add(entry);
        setTimer(entry, Math.min(dueAt, entry.expiresAt));
    }

    void makeReady(Entry<T> entry) {
        move(entry, State.READY);
        if (entry.order == 0) {
            entry.order = ++lastOrder;
        }
        if (entry.expiresAt != Scheduler.FOREVER) {
            setTimer(entry, entry.expiresAt);
        }
        distribution.add(entry);
    }

    // ---- what happens to messages by itself ----

    void setTimer(Entry<T> entry, long dueAt) {
        entry.dueAt = dueAt;
        Duration delay = Duration.ofNanos(dueAt == Scheduler.FOREVER ? dueAt : Math.max(0, dueAt - now()));
        entry.channel = this;
        entry.timer = broker.scheduler().schedule(delay, entry);
    }

    /**
     * A timer of the message has gone off. Where threads run in parallel, it may have been cancelled too late, or another may have taken its
     * place, while it waited for the guard; so what counts is that the message has a timer now, and that its time has come.
     */
    void due(Entry<T> entry) {
        broker.guarded(() -> {
            if (entry.timer != null && entry.dueAt <= now()) {
                entry.cancelTimer();
                happen(entry);
                audit();
            }
            return true;
        });
    }

    private void happen(Entry<T> entry) {
        switch (entry.state) {
            case DELAYED -> {
                delayed.remove(entry);
                if (isExpired(entry)) {
                    remove(entry, RemovalReason.EXPIRED);
                } else {
                    makeReady(entry);
                }
            }
            case READY -> {
                distribution.withdraw(entry);
                remove(entry, RemovalReason.EXPIRED);
            }
            case IN_FLIGHT -> attempts.lapse(Objects.requireNonNull(entry.delivery));
            case NEW, GONE -> throw new IllegalStateException(entry + " has a timer");
        }
    }

    // ---- publishers that wait ----

    /** Joins the publishers that wait for space; without an entry, for space alone. */
    Place<Entry<T>> awaitSpace(@Nullable Entry<T> entry) {
        return publishers.join(null, entry);
    }

    WaitLine<Entry<T>> publishers() {
        return publishers;
    }

    /** A transaction that waited for more space than there is has gone; for those behind it there may be enough. */
    void spaceNotNeeded() {
        broker.guarded(() -> {
            admitPublishers();
            audit();
            return true;
        });
    }

    private void admitPublishers() {
        while (!publishers.isEmpty() && figures.ready() < settings.buffer().capacity()) {
            Place<Entry<T>> place = Objects.requireNonNull(publishers.poll());
            Entry<T> entry = place.element();
            if (entry != null) {
                figures.accepted.up();
                if (isDuplicate(entry)) {
                    remove(entry, RemovalReason.DUPLICATE);
                } else {
                    deliver(entry);
                }
            }
            place.serve();
        }
    }

    // ---- messages go out ----

    /** Takes the next message for a member; null if there is none, or too many are in flight. */
    @Nullable LocalDelivery<T> take(Member<T> member) {
        Entry<T> entry = next(member.inbox);
        if (entry == null) {
            return null;
        }
        LocalDelivery<T> delivery = open(member, entry);
        admitPublishers();
        audit();
        return delivery;
    }

    /** Hands messages to the processes that wait for them, then tells the selects of what is left. */
    private void serve(Inbox<T> inbox) {
        while (!inbox.line.isEmpty()) {
            Entry<T> entry = next(inbox);
            Place<LocalDelivery<T>> place = inbox.line.peek();
            if (entry == null || place == null) {
                break;
            }
            @SuppressWarnings("unchecked") // processes join the line on behalf of members
            var member = (Member<T>) Objects.requireNonNull(place.owner());
            inbox.line.poll();
            place.serve(open(member, entry));
        }
        if (inbox.queue.size() > 0 && mayOpen()) {
            inbox.signal();
        }
    }

    private boolean mayOpen() {
        return figures.inFlight() < settings.buffer().maxInFlight();
    }

    /**
     * The message to be received next, which stays in its queue; null if there is none, or too many are in flight. Those that expire at
     * this very instant are removed on the way, which may bring others here and so serve some of those who wait.
     */
    private @Nullable Entry<T> next(Inbox<T> inbox) {
        while (mayOpen()) {
            Entry<T> entry = inbox.queue.peek();
            if (entry == null || !isExpired(entry)) {
                return entry;
            }
            inbox.queue.remove(entry);
            remove(entry, RemovalReason.EXPIRED);
        }
        return null;
    }

    private LocalDelivery<T> open(Member<T> member, Entry<T> entry) {
        Objects.requireNonNull(entry.queue).remove(entry);
        entry.cancelTimer();
        move(entry, State.IN_FLIGHT);
        entry.attempts++;
        var delivery = new LocalDelivery<>(entry, member, now());
        member.opened(delivery);
        if (settings.guarantee().leases()) {
            attempts.lease(delivery, settings.lease());
        }
        return delivery;
    }

    /** Notes that the process which a message was handed to goes on with it; false if it was taken away meanwhile. */
    boolean receive(LocalDelivery<T> delivery) {
        if (delivery.ended != null) {
            return false;
        }
        figures.received.up();
        if (!settings.guarantee().leases()) {
            attempts.settle(delivery);
        }
        if (broker.hasListeners()) {
            broker.tell(listener -> listener.received(delivery));
        }
        audit();
        return true;
    }

    // ---- messages leave ----

    /** Takes a message out for good that was settled. */
    void settled(Entry<T> entry) {
        figures.settled.up();
        if (settings.guarantee() == Guarantee.EXACTLY_ONCE) {
            entry.message.deduplicationId().ifPresent(id -> processed.add(id, entry.message.id(), now()));
        }
        gone(entry);
        roomInFlight();
    }

    /** After an attempt has ended, another may begin. */
    void roomInFlight() {
        if (settings.buffer().maxInFlight() != Subscription.UNLIMITED) {
            distribution.inboxes().forEach(this::serve);
            admitPublishers();
        }
    }

    /** Takes a message out for good, to the dead letters if it may go there. */
    void remove(Entry<T> entry, RemovalReason reason) {
        boolean deadLetter = reason.mayBeDeadLetter()
                && settings.retry().deadLetter().isPresent()
                && (reason != RemovalReason.EXPIRED || settings.retry().deadLetterExpired())
                && (reason != RemovalReason.FULL || mayOverflowToDeadLetters(entry));
        if (deadLetter) {
            figures.deadLettered[reason.ordinal()].up();
            gone(entry);
            var letter = new DeadLetter(
                    entry.message, settings.name(), reason, broker.time(), entry.attempts, entry.history);
            broker.tell(listener -> listener.deadLettered(letter, figures));
            broker.publishDeadLetter(settings.retry().deadLetter().get(), letter);
        } else {
            figures.dropped[reason.ordinal()].up();
            gone(entry);
            broker.tell(listener -> listener.dropped(entry.message, reason, figures));
        }
    }

    /** Full dead-letter topics could send a message round in a circle; what has overflowed once is dropped the second time. */
    private boolean mayOverflowToDeadLetters(Entry<T> entry) {
        return overflow() == Overflow.DEAD_LETTER
                && !(entry.message.payload() instanceof DeadLetter letter && letter.reason() == RemovalReason.FULL);
    }

    private void gone(Entry<T> entry) {
        entry.cancelTimer();
        entry.message.deduplicationId().ifPresent(id -> present.remove(id, entry));
        move(entry, State.GONE);
        distribution.left(entry);
        admitPublishers();
    }

    // ---- members come and go ----

    Member<T> join(@Nullable String wantedName, int weight) {
        joined++;
        String name = wantedName != null ? wantedName : settings.name() + (joined == 1 ? "" : "-" + joined);
        Member<T> member = distribution.join(this, name, weight);
        distribution.inboxes().forEach(this::serve);
        audit();
        return member;
    }

    /** Lets a member receive nothing more; what it has in flight stays so. */
    void stop(Member<T> member) {
        if (!member.closed) {
            member.closed = true;
            distribution.leave(member);
            member.inbox.signal();
            audit();
        }
    }

    /** Lets a member go, and takes back what it has in flight, {@code kept} aside. */
    void leave(Member<T> member, ReturnCause cause, Predicate<Delivery<?>> kept) {
        stop(member);
        for (LocalDelivery<T> delivery : member.inFlight()) {
            if (kept.test(delivery)) {
                continue;
            }
            if (settings.guarantee().leases()) {
                attempts.giveBack(delivery, cause, Duration.ZERO);
            } else {
                neverReceived(delivery, cause);
            }
        }
        audit();
        if (settings.autoDelete() && !distribution.hasMembers()) {
            broker.delete(this);
        }
    }

    /** A message that is received at most once was handed to a process that has not gone on yet. */
    private void neverReceived(LocalDelivery<T> delivery, ReturnCause cause) {
        attempts.end(delivery, new Settlement.Late(cause, broker.time()));
        delivery.entry.attempts--;
        makeReady(delivery.entry);
        roomInFlight();
    }

    /** Ends this subscription: its members go, and what is left is dropped. */
    void delete() {
        if (deleted) {
            return;
        }
        deleted = true;
        publishers.expel(place -> true);
        distribution.members().forEach(member -> leave(member, ReturnCause.CLOSED, delivery -> false));
        for (Entry<T> entry = distribution.oldest(); entry != null; entry = distribution.oldest()) {
            distribution.withdraw(entry);
            remove(entry, RemovalReason.DELETED);
        }
        for (Entry<T> entry = delayed.first(); entry != null; entry = delayed.first()) {
            delayed.remove(entry);
            remove(entry, RemovalReason.DELETED);
        }
        audit();
    }

    List<Member<T>> members() {
        return distribution.members();
    }

    // ---- odds and ends ----

    /** Whether a message of the same id was settled here or is here; otherwise this is the one that is here. */
    private boolean isDuplicate(Entry<T> entry) {
        return settings.guarantee() == Guarantee.EXACTLY_ONCE
                && entry.message
                        .deduplicationId()
                        .map(id -> processed.contains(id, now()) || present.putIfAbsent(id, entry) != null)
                        .orElse(false);
    }

    boolean isExpired(Entry<T> entry) {
        return entry.expiresAt <= now();
    }

    private long now() {
        return broker.scheduler().nanoTime();
    }

    private long oldestAge() {
        return broker.guarded(() -> {
            Entry<T> oldest = distribution.oldest();
            return oldest == null ? 0L : now() - oldest.publishedAt;
        });
    }

    private void move(Entry<T> entry, State to) {
        if (audit != null) {
            audit.moved(entry, entry.state, to);
        }
        figures.moved(entry.state, to);
        entry.state = to;
    }

    void audit() {
        if (audit != null) {
            audit.check(figures, distribution.queued());
        }
    }
}

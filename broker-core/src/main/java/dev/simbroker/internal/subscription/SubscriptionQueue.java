package dev.simbroker.internal.subscription;

import dev.simbroker.Assignment;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Destination;
import dev.simbroker.Filter;
import dev.simbroker.Guarantee;
import dev.simbroker.Message;
import dev.simbroker.Overflow;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.internal.broker.LocalBroker;
import dev.simbroker.internal.log.LogReader;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Entry.State;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;
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
 * <p>All of it runs inside the broker's guard, but for taking messages from the topic's log. Here messages
 * change their state; how they come in is the {@link Admission}'s, how they get to who receives them the {@link Dispatcher}'s, and how an attempt
 * ends the {@link Leases}'.
 */
public final class SubscriptionQueue<T> {

    private final LocalBroker broker;
    private final Destination<T> destination;
    private final Subscription settings;

    private final SubscriptionCounters figures;
    private final @Nullable Audit audit;

    private final LogReader<T> following;
    private final Leases<T> attempts;
    private final Dispatcher<T> dispatch;
    private final ReadyMessages<T> distribution;
    private final Admission<T> intake;
    private final EntryList<T> delayed = new EntryList<>();
    /** Where messages are delivered exactly once. */
    private final @Nullable ExactlyOnceFilter<T> duplicates;

    private long lastOrder;
    private int joined;
    private boolean deleted;

    public SubscriptionQueue(LocalBroker broker, Destination<T> destination, Subscription settings) {
        this.broker = broker;
        this.destination = destination;
        this.settings = settings;
        boolean parallel = broker.guard().isParallel();
        this.audit = broker.newAudit();
        boolean leases = settings.guarantee().leases();
        this.following = new LogReader<>(isPlain() && destination instanceof Topic<T>, leases, parallel && !leases);
        this.figures = new SubscriptionCounters(
                destination.name(),
                settings.name(),
                parallel ? LatencyCounter.ofAnyThread() : LatencyCounter.ofOneThread(),
                following,
                this::oldestAge);
        this.attempts = new Leases<>(this, figures);
        this.dispatch = new Dispatcher<>(this, figures, following, audit);
        this.distribution = new ReadyMessages<>(
                settings.assignment(),
                () -> new WaitQueue<>(broker.spi(), broker.guard(), () -> "a message of " + description()),
                dispatch::serve);
        this.duplicates =
                settings.guarantee() == Guarantee.EXACTLY_ONCE ? new ExactlyOnceFilter<>(broker.newSeenIds()) : null;
        this.intake = new Admission<>(this, figures, following, distribution, audit, duplicates);
    }

    /** Whether every message is wanted, in order, however many there are, by whichever member comes first. */
    private boolean isPlain() {
        return settings.guarantee() != Guarantee.EXACTLY_ONCE
                && !isFiltered()
                && settings.assignment() == Assignment.SHARED
                && settings.buffer().capacity() == Subscription.UNLIMITED
                && settings.buffer().maxInFlight() == Subscription.UNLIMITED;
    }

    public Destination<T> destination() {
        return destination;
    }

    public Subscription settings() {
        return settings;
    }

    public String subscription() {
        return settings.name();
    }

    public SubscriptionStatistics statistics() {
        return figures;
    }

    public String description() {
        return "subscription '" + settings.name() + "' on " + destination;
    }

    public LocalBroker broker() {
        return broker;
    }

    public Admission<T> intake() {
        return intake;
    }

    Leases<T> attempts() {
        return attempts;
    }

    public Dispatcher<T> dispatch() {
        return dispatch;
    }

    public boolean isDeleted() {
        return deleted;
    }

    // ---- what is wanted ----

    @SuppressWarnings("ReferenceEquality") // another filter of the same description may have a condition
    public boolean isFiltered() {
        return settings.filter() != Filter.ALL;
    }

    public boolean wants(Message<?> message) {
        return settings.filter().condition().test(message);
    }

    /** Whether plain messages may lie in the log of the topic for this, as long as they are but to be taken in order. */
    public boolean mayFollow() {
        return following.isAllowed();
    }

    // ---- messages are delayed, or ready ----

    void delay(Entry<T> entry, long dueAt) {
        move(entry, State.DELAYED);
        delayed.add(entry);
        setTimer(entry, Math.min(dueAt, entry.posted.expiresAt()));
    }

    /** From now on, messages lie in this channel's own queue; those too that it has before it in the log. */
    void unfollow() {
        if (following.isRunning()) {
            following.stop(posted -> {
                figures.moved(State.NEW, State.READY);
                distribution.add(posted, ++lastOrder);
            });
        }
    }

    /** Takes in a message to which nothing happens but that it is taken in turn. */
    void makeReady(StoredMessage<T> posted) {
        unfollow();
        move(posted, State.NEW, State.READY);
        distribution.add(posted, ++lastOrder);
    }

    void makeReady(Entry<T> entry) {
        unfollow();
        move(entry, State.READY);
        if (entry.order == 0) {
            entry.order = ++lastOrder;
        }
        if (entry.posted.expiresAt() != Scheduler.FOREVER) {
            setTimer(entry, entry.posted.expiresAt());
        }
        distribution.add(entry);
    }

    /** Lets a message of the log, which the channel has before it no more, be in flight by itself; it may come back to its place. */
    Entry<T> takeFromLog(StoredMessage<T> posted) {
        if (audit != null) {
            audit.moved(posted.id(), State.READY, State.IN_FLIGHT);
        }
        figures.moved(State.NEW, State.IN_FLIGHT);
        return new Entry<>(posted, this, State.IN_FLIGHT, ++lastOrder);
    }

    // ---- what happens to messages by itself ----

    void setTimer(Entry<T> entry, long dueAt) {
        entry.dueAt = dueAt;
        if (entry.channel != this) {
            entry.channel = this;
        }
        entry.timer = broker.spi().scheduleAt(dueAt, entry);
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
                if (entry.posted.isExpired(now())) {
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

    // ---- messages leave ----

    /** Takes a message out for good that was settled. */
    void settled(StoredMessage<T> posted) {
        figures.settled.up();
        if (duplicates != null) {
            duplicates.settled(posted, now());
        }
        gone(posted, State.IN_FLIGHT);
        roomInFlight();
    }

    /** After an attempt has ended, another may begin. */
    void roomInFlight() {
        if (dispatch.isLimited()) {
            distribution.inboxes().forEach(dispatch::serve);
            intake.admitPublishers();
        }
    }

    /** Takes a message out for good, to the dead letters if it may go there. */
    void remove(Entry<T> entry, RemovalReason reason) {
        boolean deadLetter = reason != RemovalReason.DUPLICATE
                && reason != RemovalReason.DELETED
                && settings.retry().deadLetter().isPresent()
                && (reason != RemovalReason.EXPIRED || settings.retry().deadLetterExpired())
                && (reason != RemovalReason.FULL || mayOverflowToDeadLetters(entry));
        if (deadLetter) {
            figures.deadLettered[reason.ordinal()].up();
            gone(entry);
            var letter = new DeadLetter(
                    entry.message(),
                    settings.name(),
                    reason,
                    broker.time(),
                    entry.past.attempts(),
                    entry.past.history());
            broker.tell(listener -> listener.deadLettered(letter, figures));
            broker.publishDeadLetter(settings.retry().deadLetter().get(), letter);
        } else {
            figures.dropped[reason.ordinal()].up();
            gone(entry);
            broker.tell(listener -> listener.dropped(entry.message(), reason, figures));
        }
    }

    /** Full dead-letter topics could send a message round in a circle; what has overflowed once is dropped the second time. */
    private boolean mayOverflowToDeadLetters(Entry<T> entry) {
        return intake.overflow() == Overflow.DEAD_LETTER
                && !(entry.posted.payload() instanceof DeadLetter letter && letter.reason() == RemovalReason.FULL);
    }

    private void gone(Entry<T> entry) {
        entry.cancelTimer();
        State from = entry.state;
        entry.state = State.GONE;
        gone(entry.posted, from);
    }

    private void gone(StoredMessage<T> posted, State from) {
        if (duplicates != null) {
            duplicates.gone(posted);
        }
        move(posted, from, State.GONE);
        distribution.left(posted);
        intake.admitPublishers();
    }

    // ---- selects ----

    public void register(LocalMember<T> member, SourceSpi.Signal signal) {
        member.inbox.signals.register(signal);
        broker.selectsChanged(destination);
    }

    public void unregister(LocalMember<T> member, SourceSpi.Signal signal) {
        member.inbox.signals.unregister(signal);
        broker.selectsChanged(destination);
    }

    // ---- members come and go ----

    public LocalMember<T> join(@Nullable String wantedName, int weight) {
        joined++;
        String name = wantedName != null ? wantedName : settings.name() + (joined == 1 ? "" : "-" + joined);
        LocalMember<T> member = distribution.join(this, name, weight);
        distribution.inboxes().forEach(dispatch::serve);
        audit();
        return member;
    }

    /** Lets a member receive nothing more; what it has in flight stays so. */
    public void stop(LocalMember<T> member) {
        if (!member.closed) {
            member.closed = true;
            unfollow();
            distribution.leave(member);
            member.inbox.signals.signal();
            audit();
        }
    }

    /** Lets a member go, and takes back what it has in flight, {@code kept} aside. */
    public void leave(LocalMember<T> member, RedeliveryCause cause, Predicate<Delivery<?>> kept) {
        stop(member);
        for (LeasedDelivery<T> delivery : member.leased()) {
            if (!kept.test(delivery)) {
                attempts.giveBack(delivery, cause, Duration.ZERO);
            }
        }
        List.copyOf(member.handedOver).forEach(delivery -> attempts.takeBack(delivery, cause));
        audit();
        if (settings.autoDelete() && !distribution.hasMembers()) {
            broker.delete(this);
        }
    }

    /** Ends this subscription: its members go, and what is left is dropped. */
    public void delete() {
        if (deleted) {
            return;
        }
        deleted = true;
        unfollow();
        intake.publishers().expel(place -> true);
        distribution.members().forEach(member -> leave(member, RedeliveryCause.CLOSED, delivery -> false));
        for (Entry<T> entry = distribution.pollOldest(); entry != null; entry = distribution.pollOldest()) {
            remove(entry, RemovalReason.DELETED);
        }
        for (Entry<T> entry = delayed.first(); entry != null; entry = delayed.first()) {
            delayed.remove(entry);
            remove(entry, RemovalReason.DELETED);
        }
        audit();
    }

    public List<LocalMember<T>> members() {
        return distribution.members();
    }

    // ---- odds and ends ----

    private long now() {
        return broker.spi().nanoTime();
    }

    private long oldestAge() {
        return broker.guarded(() -> {
            Long oldest = following.isRunning() ? following.oldest() : distribution.oldest();
            return oldest == null ? 0L : now() - oldest;
        });
    }

    void move(Entry<T> entry, State to) {
        move(entry.posted, entry.state, to);
        entry.state = to;
    }

    void move(StoredMessage<T> posted, State from, State to) {
        if (audit != null) {
            audit.moved(posted.id(), from, to);
        }
        figures.moved(from, to);
    }

    void audit() {
        if (audit != null) {
            audit.check(figures, distribution.queued() + (int) following.before());
        }
    }
}

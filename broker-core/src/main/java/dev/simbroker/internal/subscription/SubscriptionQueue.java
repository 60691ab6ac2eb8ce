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
import dev.simbroker.internal.log.LogReader;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscription on one topic or pattern: what becomes of each message, from its acceptance until it has left.
 *
 * <pre>
 *           offer                take              ack, or receipt at most once
 *   NEW ------------> READY --------------> IN_FLIGHT ------------> GONE (settled)
 *    |                  ^ |                  |
 *    | delayed          | | expired, dropped | nack, end of lease, close, crash
 *    v                  | v                  v
 *   DELAYED ------------+ GONE         READY, DELAYED, or at the limit GONE (dead-lettered or dropped)
 * </pre>
 *
 * <p>Here messages change their state, in {@link #transition} alone. How they come in is up to {@link Admission}, where
 * they wait to {@link Backlog}, how they go out to {@link Dispatcher}, and how an attempt ends to {@link Leases}.
 * Guarded by the broker's guard, except for what a {@link FastReceive} takes from the topic's log.
 */
public final class SubscriptionQueue<T> {

    private final BrokerContext broker;
    private final SubscriptionOwner owner;
    private final Destination<T> destination;
    private final Subscription settings;
    /** The destinations that it was subscribed together with, as one subscription on all of them. */
    private final List<? extends Destination<?>> companions;

    private final SubscriptionCounters counters;
    private final Bookkeeper books;
    /** At hand, since every event asks. */
    private final boolean audited;

    private final ReadyMessages<T> ready;
    private final Backlog<T> backlog;
    private final Leases<T> leases;
    private final Dispatcher<T> dispatcher;
    private final Admission<T> admission;
    private final EntryList<T> delayed = new EntryList<>();
    /** Null unless messages are delivered exactly once. */
    private final @Nullable ExactlyOnceFilter<T> duplicates;

    private int joined;
    private boolean deleted;

    public SubscriptionQueue(
            BrokerContext broker,
            SubscriptionOwner owner,
            Destination<T> destination,
            Subscription settings,
            List<? extends Destination<?>> companions) {
        this.broker = broker;
        this.owner = owner;
        this.destination = destination;
        this.settings = settings;
        this.companions = companions;
        boolean parallel = broker.guard().isParallel();
        boolean leased = settings.guarantee().leases();
        var reader = new LogReader<T>(isPlain() && destination instanceof Topic<T>, leased, parallel && !leased);
        this.counters = new SubscriptionCounters(
                destination.name(),
                settings.name(),
                parallel ? LatencyCounter.ofAnyThread() : LatencyCounter.ofOneThread(),
                Backlog.counts(reader),
                new Lookup());
        this.audited = broker.isAudited();
        this.books = new Bookkeeper(counters, audited);
        this.ready = new ReadyMessages<>(
                settings.assignment(),
                () -> new WaitQueue<>(
                        broker.spi(), broker.guard(), new BrokerWait(() -> "a message of " + description())),
                this::serve);
        this.backlog = new Backlog<>(reader, ready, books);
        this.leases = new Leases<>(this, counters);
        this.dispatcher = new Dispatcher<>(this, counters, backlog);
        this.duplicates =
                settings.guarantee() == Guarantee.EXACTLY_ONCE ? new ExactlyOnceFilter<>(broker.newIdWindow()) : null;
        this.admission = new Admission<>(this, counters, backlog, duplicates);
    }

    /** Whether every message is wanted, in order, however many there are, by any member. */
    private boolean isPlain() {
        return settings.guarantee() != Guarantee.EXACTLY_ONCE
                && !isFiltered()
                && settings.assignment() == Assignment.SHARED
                && settings.buffer().capacity() == Subscription.UNLIMITED
                && settings.buffer().maxInFlight() == Subscription.UNLIMITED;
    }

    // ---- what it is ----

    BrokerContext broker() {
        return broker;
    }

    public Destination<T> destination() {
        return destination;
    }

    public Subscription settings() {
        return settings;
    }

    /** The name of the subscription. */
    public String subscription() {
        return settings.name();
    }

    /** Whether this and another one are the same subscription, made together on several destinations. */
    boolean isCompanionOf(SubscriptionQueue<?> other) {
        return subscription().equals(other.subscription())
                && (companions.contains(other.destination) || other.companions.contains(destination));
    }

    public SubscriptionStatistics statistics() {
        return counters;
    }

    SubscriptionCounters counters() {
        return counters;
    }

    public String description() {
        return "subscription '" + settings.name() + "' on " + destination;
    }

    public Admission<T> admission() {
        return admission;
    }

    Dispatcher<T> dispatcher() {
        return dispatcher;
    }

    Leases<T> leases() {
        return leases;
    }

    Backlog<T> backlog() {
        return backlog;
    }

    public boolean isDeleted() {
        return deleted;
    }

    /** Whether it wants only some messages. */
    @SuppressWarnings("ReferenceEquality") // another filter of the same description may have a condition
    public boolean isFiltered() {
        return settings.filter() != Filter.ALL;
    }

    /** Asks its filter, which may throw anything. */
    public boolean wants(Message<?> message) {
        return !isFiltered() || broker.guard().ask(this, settings.filter().condition(), message);
    }

    // ---- a message's state ----

    /** Moves a message from one state to another: the only place where that happens, in both books at once. */
    void transition(Entry<T> entry, MessageState to) {
        books.moved(entry.message.id(), entry.state, to);
        entry.state = to;
    }

    /** Moves a message that has no entry. */
    void transition(StoredMessage<T> message, MessageState from, MessageState to) {
        books.moved(message.id(), from, to);
    }

    void audit() {
        if (audited) {
            books.check(backlog.size());
        }
    }

    // ---- messages are delayed, or ready ----

    void delay(Entry<T> entry, long dueAt) {
        transition(entry, MessageState.DELAYED);
        delayed.add(entry);
        setTimer(entry, Math.min(dueAt, entry.message.expiresAt()));
    }

    void makeReady(Entry<T> entry) {
        backlog.leaveLog();
        transition(entry, MessageState.READY);
        if (entry.message.expiresAt() != Scheduler.FOREVER) {
            setTimer(entry, entry.message.expiresAt());
        }
        backlog.add(entry);
    }

    private void serve(Inbox<T> inbox) {
        dispatcher.serve(inbox);
    }

    // ---- timers ----

    void setTimer(Entry<T> entry, long dueAt) {
        entry.dueAt = dueAt;
        entry.queue = this;
        entry.timer = broker.spi().scheduleAt(dueAt, entry);
    }

    /**
     * Does what a message's timer is for. Where threads run in parallel, the timer may have been cancelled too late, or
     * another may have taken its place, while it waited for the guard (decision 15): what counts is that the message
     * has a timer now, and that its time has come.
     */
    void due(Entry<T> entry) {
        broker.guarded(() -> {
            if (entry.timer != null && entry.dueAt <= broker.now()) {
                entry.cancelTimer();
                timeHasCome(entry);
                audit();
            }
        });
    }

    private void timeHasCome(Entry<T> entry) {
        switch (entry.state) {
            case DELAYED -> {
                delayed.remove(entry);
                if (entry.message.isExpired(broker.now())) {
                    remove(entry, RemovalReason.EXPIRED);
                } else {
                    admission.delayIsOver(entry.past.attempts());
                    makeReady(entry);
                }
            }
            case READY -> {
                backlog.remove(entry);
                remove(entry, RemovalReason.EXPIRED);
            }
            case IN_FLIGHT -> leases.leaseExpired(Objects.requireNonNull(entry.delivery));
            case NEW, READY_IN_LOG, GONE -> throw new IllegalStateException(entry + " has a timer");
        }
    }

    // ---- messages leave ----

    /** Notes that a message is settled, which is {@link MessageState#GONE} by now. */
    void settled(StoredMessage<T> message) {
        counters.settled.up();
        if (duplicates != null) {
            duplicates.settled(message, broker.now());
        }
        left(message);
        roomInFlight();
    }

    /** Lets further attempts begin after one has ended. */
    void roomInFlight() {
        if (dispatcher.isLimited()) {
            backlog.inboxes().forEach(dispatcher::serve);
            admission.admitPublishers();
        }
    }

    /** Takes a message out without settling it: to the dead letters if it may go there, else it is dropped. */
    void remove(Entry<T> entry, RemovalReason reason) {
        if (goesToDeadLetters(entry, reason)) {
            counters.deadLettered[reason.ordinal()].up();
            gone(entry);
            var letter = new DeadLetter(
                    entry.message,
                    settings.name(),
                    reason,
                    broker.instant(),
                    entry.past.attempts(),
                    entry.past.history());
            broker.listeners().tell(listener -> listener.deadLettered(letter, counters));
            owner.publishDeadLetter(settings.retry().deadLetter().orElseThrow(), letter);
        } else {
            gone(entry);
            drop(entry.message, reason);
            if (reason == RemovalReason.QUEUE_FULL && hasOverflowed(entry)) {
                broker.log(log -> log.warn(
                        "message {} is dropped by {}: it is the dead letter of a message that had found a queue full",
                        entry.message.id(),
                        description()));
            }
        }
    }

    /** Counts and tells that a message is dropped which has left the queue. */
    void drop(StoredMessage<T> message, RemovalReason reason) {
        counters.dropped[reason.ordinal()].up();
        broker.listeners().tell(listener -> listener.dropped(message, reason, counters));
    }

    private boolean goesToDeadLetters(Entry<T> entry, RemovalReason reason) {
        return settings.retry().deadLetter().isPresent()
                && switch (reason) {
                    case DELIVERY_LIMIT, REJECTED -> true;
                    case EXPIRED -> settings.retry().deadLetterExpired();
                    case QUEUE_FULL -> settings.buffer().overflow() == Overflow.DEAD_LETTER && !hasOverflowed(entry);
                    case HANDLER_FAILED, DUPLICATE, DELETED -> false;
                };
    }

    /**
     * Full dead-letter topics could send a message round in a circle; one that has overflowed once is dropped the
     * second time.
     */
    private static boolean hasOverflowed(Entry<?> entry) {
        return entry.message.payload() instanceof DeadLetter letter && letter.reason() == RemovalReason.QUEUE_FULL;
    }

    private void gone(Entry<T> entry) {
        entry.cancelTimer();
        transition(entry, MessageState.GONE);
        left(entry.message);
    }

    private void left(StoredMessage<T> message) {
        if (duplicates != null) {
            duplicates.gone(message);
        }
        backlog.left(message);
        admission.admitPublishers();
    }

    // ---- selects ----

    /** Tells {@code signal} from now on when there may be a message for a member. */
    void register(LocalMember<T> member, SourceSpi.Signal signal) {
        member.inbox.signals.register(signal);
        owner.selectsChanged(destination);
    }

    void unregister(LocalMember<T> member, SourceSpi.Signal signal) {
        member.inbox.signals.unregister(signal);
        owner.selectsChanged(destination);
    }

    /** Whether selects watch the inbox that all members share. */
    boolean isWatched() {
        Inbox<T> shared = backlog.shared();
        return shared != null && !shared.signals.isEmpty();
    }

    /** Tells the selects that watch the inbox which all members share that there is a message in the log. */
    void signalShared() {
        Inbox<T> shared = backlog.shared();
        if (shared != null) {
            signal(shared);
        }
    }

    /** Tells the selects that watch an inbox that there may be something, or that it is closed. */
    void signal(Inbox<?> inbox) {
        broker.guard().signal(this, inbox.signals);
    }

    // ---- members come and go ----

    public List<LocalMember<T>> members() {
        return ready.members();
    }

    /** Adds a member; without a name, it gets one of the subscription's making, which no other member has. */
    public LocalMember<T> join(Optional<String> wantedName, int weight) {
        LocalMember<T> member = ready.join(this, wantedName.orElseGet(this::nextFreeName), weight);
        backlog.inboxes().forEach(dispatcher::serve);
        audit();
        return member;
    }

    private String nextFreeName() {
        String name;
        do {
            joined++;
            name = settings.name() + (joined == 1 ? "" : "-" + joined);
        } while (hasMember(name));
        return name;
    }

    /** Whether a member has that name. */
    public boolean hasMember(String name) {
        return members().stream().anyMatch(member -> member.name().equals(name));
    }

    /** Lets a member receive nothing more; what it has in flight stays so. */
    public void stop(LocalMember<T> member) {
        if (!member.isClosed()) {
            member.close();
            backlog.leaveLog();
            ready.leave(member);
            signal(member.inbox);
            audit();
        }
    }

    /** Lets a member go, and takes back what it has in flight, except what is {@code kept}. */
    public void leave(LocalMember<T> member, RedeliveryCause cause, Predicate<Delivery<?>> kept) {
        stop(member);
        leases.giveBackAll(member, cause, kept);
        audit();
        if (settings.isAutoDelete() && !ready.hasMembers()) {
            owner.delete(this);
        }
    }

    /**
     * Ends this subscription: its members go, and what is left is dropped. Only the
     * {@linkplain SubscriptionOwner#delete owner} calls this.
     */
    public void delete() {
        if (deleted) {
            return;
        }
        deleted = true;
        List<LocalMember<T>> affected = ready.members();
        backlog.leaveLog();
        admission.expelPublishers();
        affected.forEach(member -> leave(member, RedeliveryCause.CLOSED, delivery -> false));
        for (Entry<T> entry = backlog.pollOldest(); entry != null; entry = backlog.pollOldest()) {
            remove(entry, RemovalReason.DELETED);
        }
        for (Entry<T> entry = delayed.first(); entry != null; entry = delayed.first()) {
            delayed.remove(entry);
            remove(entry, RemovalReason.DELETED);
        }
        audit();
        affected.forEach(LocalMember::deleted);
    }

    /** Counts a message that its filter did not let pass. */
    public void filteredOut() {
        counters.filtered.up();
    }

    /** Counts so many more handlers that receive from this. From any thread. */
    public void countHandlers(int more) {
        counters.handlers.addAndGet(more);
    }

    /** Sends all processes away that wait here, since the broker is broken. */
    public void expelAll() {
        backlog.inboxes().forEach(inbox -> inbox.waiters.expel(waiter -> true));
        admission.expelPublishers();
    }

    private final class Lookup implements SubscriptionCounters.Lookup {

        @Override
        public long oldestAge() {
            return broker.guarded(() -> {
                Long oldest = backlog.oldest();
                return oldest == null ? 0L : broker.now() - oldest;
            });
        }

        @Override
        public int receivable() {
            return broker.guarded(() -> Math.min(backlog.size() - ready.behind(), dispatcher.room()));
        }
    }
}

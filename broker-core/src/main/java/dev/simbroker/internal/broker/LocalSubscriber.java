package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.Destination;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.LocalMember;
import dev.simbroker.internal.subscription.MemberSource;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.queue.MailboxClosedException;
import dev.simbroker.queue.Select;
import dev.simbroker.queue.Selected;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A subscriber within this JVM: a member of one subscription queue for each of its destinations. */
final class LocalSubscriber<T> implements Subscriber<T> {

    /** How many unused selects are kept registered, which costs something with each message. */
    private static final int MOST_SPARE = 4;

    private final BrokerContext broker;
    /** The open subscribers of the broker, which this is one of until it is closed. Guarded by the broker's guard. */
    private final Set<LocalSubscriber<?>> open;

    private final List<MemberSource<? extends T>> sources;
    /** The only source, as most subscribers have; null if there are several. */
    private final @Nullable MemberSource<? extends T> only;

    /** Selects not in use, one for each process that ever received at the same time; none if there is one source. */
    private final AtomicReferenceArray<@Nullable Select<Delivery<? extends T>>> spare;

    private volatile boolean closed;

    LocalSubscriber(
            BrokerContext broker, Set<LocalSubscriber<?>> open, List<? extends LocalMember<? extends T>> members) {
        this.broker = broker;
        this.open = open;
        this.sources = members.stream()
                .<MemberSource<? extends T>>map(member -> new MemberSource<>(member))
                .toList();
        this.only = sources.size() == 1 ? sources.getFirst() : null;
        this.spare = new AtomicReferenceArray<>(only == null ? MOST_SPARE : 0);
        members.forEach(member -> member.onDeleted(this::closeIfOrphaned));
    }

    // ---- what it is ----

    @Override
    public String name() {
        return sources.getFirst().member().name();
    }

    @Override
    public String subscription() {
        return sources.getFirst().member().queue().subscription();
    }

    @Override
    public List<Destination<? extends T>> destinations() {
        return sources.stream()
                .<Destination<? extends T>>map(source -> source.member().queue().destination())
                .toList();
    }

    @Override
    public SubscriptionStatistics statistics() {
        if (only == null) {
            throw new IllegalStateException(this
                    + " has several destinations, so say which: statistics(destination) for one of " + destinations());
        }
        return only.member().queue().statistics();
    }

    @Override
    public SubscriptionStatistics statistics(Destination<?> destination) {
        return sources.stream()
                .filter(source -> source.member().queue().destination().equals(destination))
                .findFirst()
                .map(source -> source.member().queue().statistics())
                .orElseThrow(() -> new IllegalArgumentException(
                        this + " is not subscribed to " + destination + ", but to " + destinations()));
    }

    // ---- receiving ----

    @Override
    public Delivery<T> receive() throws InterruptedException {
        return Objects.requireNonNull(receiveUntil(Scheduler.FOREVER));
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(receiveUntil(broker.deadlineAfter("a receive's time-out", timeout)));
    }

    @Override
    public Optional<Delivery<T>> tryReceive() {
        Delivery<T> delivery = receiveNow();
        if (delivery == null) {
            checkOpen();
        }
        return Optional.ofNullable(delivery);
    }

    private @Nullable Delivery<T> receiveNow() {
        for (var source : sources) {
            Delivery<? extends T> delivery = source.poll();
            if (delivery != null) {
                return upcast(delivery);
            }
        }
        return null;
    }

    private @Nullable Delivery<T> receiveUntil(long deadline) throws InterruptedException {
        Interrupts.check();
        Delivery<? extends T> unguarded = only == null ? null : only.receiveUnguarded();
        return unguarded != null ? upcast(unguarded) : await(deadline);
    }

    /** A method of its own, so that the compiler can inline the short way that most messages take. */
    private @Nullable Delivery<T> await(long deadline) throws InterruptedException {
        Delivery<? extends T> delivery = only == null ? select(deadline) : only.await(deadline);
        if (delivery == null) {
            checkOpen();
        }
        return upcast(delivery);
    }

    private @Nullable Delivery<? extends T> select(long deadline) throws InterruptedException {
        if (broker.guard().isHeldByCaller()) {
            throw new IllegalStateException("cannot wait for a message of " + description()
                    + " in a listener, where nobody could bring one: use tryReceive");
        }
        Select<Delivery<? extends T>> select = takeSelect();
        try {
            return deadline == Scheduler.FOREVER
                    ? select.select().element()
                    : select.select(Duration.ofNanos(deadline - broker.now()))
                            .map(Selected::element)
                            .orElse(null);
        } catch (MailboxClosedException e) {
            return null;
        } finally {
            giveBack(select);
        }
    }

    private Select<Delivery<? extends T>> takeSelect() {
        for (int i = 0; i < spare.length(); i++) {
            Select<Delivery<? extends T>> select = spare.getAndSet(i, null);
            if (select != null) {
                return select;
            }
        }
        return Select.of(broker.scheduler(), sources);
    }

    private void giveBack(Select<Delivery<? extends T>> select) {
        for (int i = 0; i < spare.length(); i++) {
            if (spare.compareAndSet(i, null, select)) {
                return;
            }
        }
        select.close();
    }

    @SuppressWarnings("unchecked") // a delivery only gives what it carries
    private static <T> @Nullable Delivery<T> upcast(@Nullable Delivery<? extends T> delivery) {
        return (Delivery<T>) delivery;
    }

    // ---- being a source ----

    private String description() {
        return sources.stream().map(MemberSource::description).collect(Collectors.joining(" or "));
    }

    @Override
    public SourceSpi<Delivery<T>> spi() {
        return new SelectView();
    }

    /** This subscriber as a select uses it. */
    private final class SelectView implements SourceSpi<Delivery<T>> {

        @Override
        public String description() {
            return LocalSubscriber.this.description();
        }

        @Override
        public @Nullable Delivery<T> poll() {
            return receiveNow();
        }

        @Override
        public boolean isClosed() {
            return LocalSubscriber.this.isClosed();
        }

        @Override
        public void register(Signal signal) {
            sources.forEach(source -> source.register(signal));
        }

        @Override
        public void unregister(Signal signal) {
            sources.forEach(source -> source.unregister(signal));
        }
    }

    // ---- the end ----

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Receives nothing more; what is in flight stays so. */
    void stop() {
        broker.guarded(() -> {
            closed = true;
            sources.forEach(source -> stop(source.member()));
        });
    }

    /** Counts so many more handlers that receive from this. */
    void countHandlers(int more) {
        sources.forEach(source -> source.member().queue().countHandlers(more));
    }

    private static <M> void stop(LocalMember<M> member) {
        member.queue().stop(member);
    }

    /** Closes this if every subscription of it was deleted. */
    private void closeIfOrphaned() {
        if (!closed && sources.stream().allMatch(MemberSource::isClosed)) {
            close();
        }
    }

    @Override
    public void close() {
        leave(RedeliveryCause.CLOSED, delivery -> false);
    }

    /** Closes this, but leaves in flight what is {@code kept}. */
    void closeExcept(Predicate<Delivery<?>> kept) {
        leave(RedeliveryCause.CLOSED, kept);
    }

    @Override
    public void crash() {
        leave(RedeliveryCause.CRASHED, delivery -> false);
    }

    private void leave(RedeliveryCause cause, Predicate<Delivery<?>> kept) {
        broker.guarded(() -> {
            if (open.contains(this)) {
                stop();
                sources.forEach(source -> leave(source.member(), cause, kept));
                if (open.remove(this)) {
                    broker.listeners().tell(listener -> listener.unsubscribed(this));
                }
            }
        });
    }

    private static <M> void leave(LocalMember<M> member, RedeliveryCause cause, Predicate<Delivery<?>> kept) {
        member.queue().leave(member, cause, kept);
    }

    private void checkOpen() {
        if (closed || sources.stream().allMatch(MemberSource::isClosed)) {
            throw new SubscriptionClosedException(
                    subscription(),
                    destinations().stream().map(Destination::toString).collect(Collectors.joining(", ")));
        }
    }

    @Override
    public String toString() {
        return "subscriber '" + name() + "'";
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.Destination;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.internal.subscription.Dispatcher;
import dev.simbroker.internal.subscription.LocalDelivery;
import dev.simbroker.internal.subscription.LocalMember;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.queue.MailboxClosedException;
import dev.simbroker.queue.Select;
import dev.simbroker.queue.Selected;
import dev.simbroker.queue.Source;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A subscriber within this JVM: a member of one channel for each of its destinations. */
public final class LocalSubscriber<T> implements Subscriber<T> {

    /** Each registered select is told of each message. */
    private static final int MOST_SPARE = 4;

    private final LocalBroker broker;
    private final List<MemberSource<? extends T>> sources;
    /** The one of most subscribers; null if there are several. */
    private final @Nullable MemberSource<? extends T> only;

    /** Selects not in use, one for each process that ever received at the same time; none where there is but one destination. */
    private final AtomicReferenceArray<@Nullable Select<Delivery<? extends T>>> spare;

    private volatile boolean closed;

    LocalSubscriber(LocalBroker broker, List<? extends LocalMember<? extends T>> members) {
        this.broker = broker;
        this.sources = members.stream()
                .<MemberSource<? extends T>>map(member -> new MemberSource<>(member))
                .toList();
        this.only = sources.size() == 1 ? sources.getFirst() : null;
        this.spare = new AtomicReferenceArray<>(only == null ? MOST_SPARE : 0);
        members.forEach(member -> member.subscriber = this);
    }

    /** A member as a source of deliveries that count as received when taken. What each receipt asks is at hand, not by way of the channel. */
    private record MemberSource<T>(LocalMember<T> member, Dispatcher<T> dispatch, Guard guard)
            implements Source<Delivery<T>>, SourceSpi<Delivery<T>> {

        MemberSource(LocalMember<T> member) {
            this(member, member.channel.dispatch(), member.channel.broker().guard());
        }

        @Override
        public SourceSpi<Delivery<T>> spi() {
            return this;
        }

        @Override
        public String description() {
            return member.channel.description();
        }

        @Override
        public @Nullable Delivery<T> poll() {
            Delivery<T> unguarded = dispatch.receiveUnguarded(member);
            if (unguarded != null) {
                return unguarded;
            }
            guard.enter();
            try {
                return dispatch.receiveNow(member);
            } finally {
                guard.exit();
            }
        }

        @Override
        public boolean isClosed() {
            return member.closed;
        }

        @Override
        public void register(Signal signal) {
            member.channel.broker().guarded(() -> {
                member.channel.register(member, signal);
                return true;
            });
        }

        @Override
        public void unregister(Signal signal) {
            member.channel.broker().guarded(() -> {
                member.channel.unregister(member, signal);
                return true;
            });
        }

        /** Receives what can be without the guard; null if there is nothing. */
        @Nullable Delivery<T> receiveUnguarded() {
            return dispatch.receiveUnguarded(member);
        }

        /** Receives, or waits in line for a message to be handed over; null if none came in time. */
        @Nullable Delivery<T> await(long deadline) throws InterruptedException {
            while (true) {
                if (dispatch.isWorthGivingWay()) {
                    dispatch.giveWay(member);
                    Delivery<T> unguarded = dispatch.receiveUnguarded(member);
                    if (unguarded != null) {
                        return unguarded;
                    }
                }
                WaitNode<LocalDelivery<T>> place;
                guard.enter();
                try {
                    Delivery<T> delivery = dispatch.receiveNow(member);
                    if (delivery != null || member.closed || isOver(deadline)) {
                        return delivery;
                    }
                    place = dispatch.awaitMessage(member);
                } finally {
                    guard.exit();
                }
                switch (member.inbox.line.await(place, deadline)) {
                    case SERVED -> {
                        var delivery = Objects.requireNonNull(place.element());
                        if (delivery.isSettled() || goesOnWith(delivery)) {
                            return delivery;
                        }
                    }
                    case TIMED_OUT -> {
                        return null;
                    }
                    case EXPELLED -> {
                        // closed, which the next round finds out
                    }
                }
            }
        }

        private boolean isOver(long deadline) {
            return deadline != Scheduler.FOREVER && member.channel.broker().nanoTime() >= deadline;
        }

        /** Notes that the caller goes on with what it was handed; false if that was taken back meanwhile. */
        private boolean goesOnWith(LocalDelivery<T> delivery) {
            guard.enter();
            try {
                return dispatch.receive(delivery);
            } finally {
                guard.exit();
            }
        }
    }

    List<LocalMember<? extends T>> members() {
        return sources.stream()
                .<LocalMember<? extends T>>map(MemberSource::member)
                .toList();
    }

    @Override
    public String name() {
        return sources.getFirst().member.name;
    }

    @Override
    public String subscription() {
        return sources.getFirst().member.channel.subscription();
    }

    @Override
    public List<Destination<? extends T>> destinations() {
        return sources.stream()
                .<Destination<? extends T>>map(source -> source.member.channel.destination())
                .toList();
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
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Delivery<? extends T> unguarded = only == null ? null : only.receiveUnguarded();
        return unguarded != null ? upcast(unguarded) : await(deadline);
    }

    /** A method of its own, so that the way of most messages is short enough to become a part of the code that receives them. */
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
                    + " inside the broker's guard, where a listener is called for instance: use tryReceive");
        }
        Select<Delivery<? extends T>> select = takeSelect();
        try {
            return deadline == Scheduler.FOREVER
                    ? select.select().element()
                    : select.select(Duration.ofNanos(deadline - broker.nanoTime()))
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
            sources.forEach(source -> stop(source.member));
            return true;
        });
    }

    private static <M> void stop(LocalMember<M> member) {
        member.channel.stop(member);
    }

    /** Whether it is open, but every subscription of it was deleted. */
    boolean isOrphaned() {
        return !closed && sources.stream().allMatch(MemberSource::isClosed);
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
            if (broker.isSubscribed(this)) {
                stop();
                sources.forEach(source -> leave(source.member, cause, kept));
                if (broker.unsubscribe(this)) {
                    broker.tell(listener -> listener.unsubscribed(this));
                }
            }
            return true;
        });
    }

    private static <M> void leave(LocalMember<M> member, RedeliveryCause cause, Predicate<Delivery<?>> kept) {
        member.channel.leave(member, cause, kept);
    }

    private void checkOpen() {
        if (closed || sources.stream().allMatch(MemberSource::isClosed)) {
            throw new SubscriptionClosedException(
                    subscription(),
                    destinations().stream().map(Destination::toString).collect(Collectors.joining(", ")));
        }
    }

    @Override
    public List<SubscriptionStatistics> statistics() {
        return sources.stream()
                .map(source -> source.member.channel.statistics())
                .toList();
    }

    @Override
    public String toString() {
        return "subscriber '" + name() + "'";
    }
}

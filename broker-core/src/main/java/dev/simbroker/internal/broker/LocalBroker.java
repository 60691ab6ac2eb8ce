package dev.simbroker.internal.broker;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Destination;
import dev.simbroker.Message;
import dev.simbroker.MessageConsumer;
import dev.simbroker.MessageHandler;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Publisher;
import dev.simbroker.Retention;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.TopicStatistics;
import dev.simbroker.TransactionBody;
import dev.simbroker.internal.broker.Exchange.Mode;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.Payloads;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Audit;
import dev.simbroker.internal.subscription.Listeners;
import dev.simbroker.internal.subscription.LocalMember;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.util.PaddedCounter;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker within this JVM.
 *
 * <p>One guard covers all of it: a publication, a settlement and a dead letter each touch several channels, and a transaction any number
 * of them, as one.
 */
public final class LocalBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final String name;
    private final Scheduler scheduler;
    private final SchedulerSpi spi;
    private final Listeners listeners;
    private final EngineGuard guard;
    private final boolean measuresLatency;
    private final boolean audited;
    private final long deduplicationWindow;
    private final int deduplicationLimit;

    // guarded by guard
    private final Topology routes = new Topology(this);
    private final Exchange exchange;
    private final Set<LocalSubscriber<?>> subscribers = new LinkedHashSet<>();
    private final PaddedCounter ids = new PaddedCounter();
    private long lastSubscription;
    private boolean closed;

    public LocalBroker(BrokerSettings settings) {
        this.scheduler = settings.scheduler();
        this.spi = scheduler.spi();
        this.name = settings.name();
        this.listeners = new Listeners(settings.listeners());
        this.measuresLatency = settings.measuresLatency();
        this.audited = settings.audited();
        this.deduplicationWindow = Durations.nanos(settings.deduplicationWindow());
        this.deduplicationLimit = settings.deduplicationLimit();
        this.guard = EngineGuard.of(spi);
        this.exchange = new Exchange(this, listeners);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    public SchedulerSpi spi() {
        return spi;
    }

    // ---- what its parts need ----

    public EngineGuard guard() {
        return guard;
    }

    public <R extends @Nullable Object> R guarded(Supplier<R> section) {
        guard.enter();
        try {
            return section.get();
        } finally {
            guard.exit();
        }
    }

    public long nanoTime() {
        return spi.nanoTime();
    }

    /** The time of a receipt that only its latency depends on; 0 if that is not measured. */
    public long timeOfReceipt() {
        return measuresLatency ? spi.nanoTime() : 0;
    }

    public Instant time() {
        return spi.instant(nanoTime());
    }

    public long deadlineAfter(String what, Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + timeout);
        }
        return spi.deadlineAfter(Durations.nanos(timeout));
    }

    public Listeners listeners() {
        return listeners;
    }

    public void tell(Consumer<BrokerListener> event) {
        listeners.each(event);
    }

    Logger log() {
        return LOG;
    }

    boolean isAudited() {
        return audited;
    }

    public @Nullable Audit newAudit() {
        return audited ? new Audit() : null;
    }

    public IdWindow newSeenIds() {
        return new IdWindow(deduplicationWindow, deduplicationLimit);
    }

    /** Selects have come or gone at a channel on that destination. */
    public void selectsChanged(Destination<?> destination) {
        if (destination instanceof Topic<?> topic) { // what comes by a pattern lies in no log
            routes.topic(topic).selectsChanged();
        }
    }

    // ---- publishing ----

    /** The next message; its id is not taken yet. */
    private <T> StoredMessage<T> next(LocalTopic<T> topic, T payload, Attributes attributes) {
        return StoredMessage.now(topic, payload, attributes, ids.get() + 1);
    }

    Exchange exchange() {
        return exchange;
    }

    long takeId() {
        return ids.up();
    }

    @Override
    public <T> PublishResult publish(Publication<T> publication) throws InterruptedException {
        return publish(publication.topic(), publication.payload(), Attributes.of(publication));
    }

    @Override
    public <T> PublishResult publish(Topic<T> topic, T payload) throws InterruptedException {
        return publish(topic, payload, Attributes.NONE);
    }

    <T> PublishResult publish(Topic<T> topic, T payload, Attributes attributes) throws InterruptedException {
        Payloads.check(topic, payload);
        return publishUntil(topic, payload, attributes, Scheduler.FOREVER);
    }

    @Override
    public <T> PublishResult publish(Publication<T> publication, Duration timeout) throws InterruptedException {
        return publishUntil(
                publication.topic(),
                publication.payload(),
                Attributes.of(publication),
                deadlineAfter("a publication's time-out", timeout));
    }

    private <T> PublishResult publishUntil(Topic<T> topic, T payload, Attributes attributes, long deadline)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Mode mode = guard.isHeldByCaller() ? Mode.MUST_NOT_WAIT : Mode.WAIT;
        BlockedPublish<T> posting;
        guard.enter();
        try {
            checkOpen();
            LocalTopic<T> known = routes.topic(topic);
            PublishResult result = exchange.append(known, payload, attributes);
            if (result != null) {
                return result;
            }
            StoredMessage<T> posted = next(known, payload, attributes);
            posting = mode == Mode.WAIT && known.isLimited() ? new BlockedPublish<>(this, posted) : null;
            result = exchange.post(posted, mode, posting);
            if (result != null) {
                return result;
            }
        } finally {
            guard.exit();
        }
        return Objects.requireNonNull(posting).await(deadline);
    }

    @Override
    public <T> PublishResult tryPublish(Publication<T> publication) {
        return guarded(() -> {
            checkOpen();
            return postNow(publication, Mode.TRY);
        });
    }

    private <T> PublishResult postNow(Publication<T> publication, Mode mode) {
        StoredMessage<T> posted =
                next(routes.topic(publication.topic()), publication.payload(), Attributes.of(publication));
        return Objects.requireNonNull(exchange.post(posted, mode, null));
    }

    /** Publishes what is known to fit in. */
    void publishNow(Publication<?> publication) {
        postNow(publication, Mode.FORCE);
    }

    public void publishDeadLetter(Topic<DeadLetter> topic, DeadLetter letter) {
        if (!closed) {
            postNow(Publication.of(topic, letter), Mode.FORCE);
        }
    }

    /** The channels that would be given a publication now. */
    <T> List<SubscriptionQueue<? super T>> channelsFor(Publication<T> publication) {
        LocalTopic<T> topic = routes.topic(publication.topic());
        if (!publication.delay().isZero()
                || publication
                        .id()
                        .map(id -> topic.seen.contains(id, nanoTime()))
                        .orElse(false)) {
            return List.of();
        }
        if (!topic.isFiltered()) {
            return topic.channels();
        }
        Message<T> message =
                next(topic, publication.payload(), Attributes.of(publication)).message();
        return topic.channels().stream()
                .filter(channel -> channel.wants(message))
                .toList();
    }

    @Override
    public <T> Publisher<T> publisher(String publisherName, Topic<T> topic) {
        return new LocalPublisher<>(this, publisherName, topic);
    }

    @Override
    public <X extends Exception> void transaction(TransactionBody<X> body) throws X, InterruptedException {
        guarded(() -> {
            checkOpen();
            return true;
        });
        var transaction = new LocalTransaction(this);
        try {
            body.run(transaction);
        } finally {
            transaction.end();
        }
        transaction.commit();
    }

    @Override
    public void retain(Topic<?> topic, Retention retention) {
        guarded(() -> {
            checkOpen();
            routes.topic(topic).retain(Objects.requireNonNull(retention, "retention"));
            return true;
        });
    }

    // ---- subscribing ----

    @Override
    public <T> Subscriber<T> subscribe(Destination<T> destination) {
        return guarded(() -> {
            String free;
            do {
                free = "subscription-" + ++lastSubscription;
            } while (routes.find(destination, free).isPresent());
            return subscribe(destination, Subscription.named(free).deletedWhenUnused());
        });
    }

    @Override
    public <T> Subscriber<T> subscribe(
            List<? extends Destination<? extends T>> destinations, Subscription subscription) {
        return join(destinations, subscription, null);
    }

    @Override
    public <T> Subscriber<T> subscribe(
            List<? extends Destination<? extends T>> destinations, Subscription subscription, String member) {
        if (member.isBlank()) {
            throw new IllegalArgumentException("the name of a member of subscription '" + subscription.name()
                    + "' must not be blank: '" + member + "'");
        }
        return join(destinations, subscription, member);
    }

    private <T> LocalSubscriber<T> join(
            List<? extends Destination<? extends T>> destinations, Subscription subscription, @Nullable String member) {
        return guarded(() -> {
            checkOpen();
            check(destinations, subscription);
            destinations.forEach(destination -> routes.checkMember(destination, subscription, member));
            var members = new ArrayList<LocalMember<? extends T>>(destinations.size());
            for (Destination<? extends T> destination : destinations) {
                members.add(routes.channel(destination, subscription).join(member, subscription.weight()));
            }
            var subscriber = new LocalSubscriber<T>(this, members);
            subscribers.add(subscriber);
            tell(listener -> listener.subscribed(subscriber));
            return subscriber;
        });
    }

    @Override
    public <T> MessageConsumer<T> subscribe(
            Destination<T> destination, Subscription subscription, int concurrency, MessageHandler<T> handler) {
        Objects.requireNonNull(handler, "handler");
        if (concurrency < 1) {
            throw new IllegalArgumentException("the concurrency of the handlers of subscription '" + subscription.name()
                    + "' must be at least 1: " + concurrency);
        }
        return new LocalMessageConsumer<>(this, join(List.of(destination), subscription, null), concurrency, handler);
    }

    @Override
    public void createSubscription(Destination<?> destination, Subscription subscription) {
        guarded(() -> {
            checkOpen();
            check(List.of(destination), subscription);
            return routes.channel(destination, subscription);
        });
    }

    @Override
    public boolean deleteSubscription(Destination<?> destination, String subscription) {
        return guarded(() -> {
            Optional<SubscriptionQueue<?>> channel = routes.find(destination, subscription);
            channel.ifPresent(this::delete);
            return channel.isPresent();
        });
    }

    public void delete(SubscriptionQueue<?> channel) {
        if (!channel.isDeleted()) {
            var affected = channel.members().stream()
                    .map(member -> Objects.requireNonNull(member.subscriber))
                    .toList();
            routes.remove(channel);
            channel.delete();
            affected.stream().filter(LocalSubscriber::isOrphaned).forEach(Subscriber::close);
            tell(listener -> listener.subscriptionDeleted(channel.statistics()));
        }
    }

    private void check(List<? extends Destination<?>> destinations, Subscription subscription) {
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException(
                    "subscription '" + subscription.name() + "' must have at least one topic: []");
        }
        var names = new HashSet<String>();
        for (Destination<?> destination : destinations) {
            if (!names.add(destination.name())) {
                throw new IllegalArgumentException(
                        "the topics of subscription '" + subscription.name() + "' must be distinct: " + destination);
            }
        }
        destinations.forEach(destination -> routes.check(destination, subscription));
    }

    boolean isSubscribed(Subscriber<?> subscriber) {
        return subscribers.contains(subscriber);
    }

    boolean unsubscribe(Subscriber<?> subscriber) {
        return subscribers.remove(subscriber);
    }

    @Override
    public List<TopicStatistics> topics() {
        return guarded(routes::topics);
    }

    @Override
    public List<SubscriptionStatistics> subscriptions() {
        return guarded(() ->
                routes.channels().stream().map(SubscriptionQueue::statistics).toList());
    }

    @Override
    public List<Subscriber<?>> subscribers() {
        return guarded(() -> List.copyOf(subscribers));
    }

    @Override
    public boolean measuresLatency() {
        return measuresLatency;
    }

    // ---- listeners and the end ----

    @Override
    public void addListener(BrokerListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(BrokerListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void close() {
        guarded(() -> {
            closed = true;
            routes.channels().forEach(this::delete);
            List.copyOf(subscribers).forEach(Subscriber::close);
            return true;
        });
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("broker '" + name + "' is closed");
        }
    }

    @Override
    public String toString() {
        return "broker '" + name + "'";
    }
}

package dev.simbroker;

import dev.simbroker.Exchange.Mode;
import dev.simbroker.time.Guard;
import dev.simbroker.time.Scheduler;
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
final class LocalBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final String name;
    private final Scheduler scheduler;
    private final Listeners listeners;
    private final Guard guard;
    private final boolean measuresLatency;
    private final boolean audited;
    private final long deduplicationWindow;
    private final int deduplicationLimit;

    // guarded by guard
    private final Routes routes = new Routes(this);
    private final Exchange exchange;
    private final Set<LocalSubscriber<?>> subscribers = new LinkedHashSet<>();
    private final LoneCounter ids = new LoneCounter();
    private long lastSubscription;
    private boolean closed;

    LocalBroker(Builder builder) {
        this.scheduler = builder.scheduler;
        this.name = builder.name;
        this.listeners = new Listeners(builder.listeners);
        this.measuresLatency = builder.measuresLatency;
        this.audited = builder.audited;
        this.deduplicationWindow = Nanos.of(builder.deduplicationWindow);
        this.deduplicationLimit = builder.deduplicationLimit;
        this.guard = scheduler.newGuard();
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

    // ---- what its parts need ----

    Guard guard() {
        return guard;
    }

    <R extends @Nullable Object> R guarded(Supplier<R> section) {
        guard.enter();
        try {
            return section.get();
        } finally {
            guard.exit();
        }
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** The time of a receipt that only its latency depends on; 0 if that is not measured. */
    long timeOfReceipt() {
        return measuresLatency ? scheduler.nanoTime() : 0;
    }

    Instant time() {
        return scheduler.instant(nanoTime());
    }

    long deadlineAfter(String what, Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + timeout);
        }
        return scheduler.deadlineAfter(Nanos.of(timeout));
    }

    Listeners listeners() {
        return listeners;
    }

    void tell(Consumer<BrokerListener> event) {
        listeners.each(event);
    }

    Logger log() {
        return LOG;
    }

    boolean isAudited() {
        return audited;
    }

    @Nullable Audit newAudit() {
        return audited ? new Audit() : null;
    }

    SeenIds newSeenIds() {
        return new SeenIds(deduplicationWindow, deduplicationLimit);
    }

    /** Selects have come or gone at a channel on that destination. */
    void selectsChanged(Destination<?> destination) {
        if (destination instanceof Topic<?> topic) { // what comes by a pattern lies in no log
            routes.topic(topic).selectsChanged();
        }
    }

    // ---- publishing ----

    /** The next message; its id is not taken yet. */
    private <T> Posted<T> next(LocalTopic<T> topic, T payload, Attributes attributes) {
        return Posted.now(topic, payload, attributes, ids.get() + 1);
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
        topic.check(payload);
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
        Posting<T> posting;
        guard.enter();
        try {
            checkOpen();
            LocalTopic<T> known = routes.topic(topic);
            PublishResult result = exchange.append(known, payload, attributes);
            if (result != null) {
                return result;
            }
            Posted<T> posted = next(known, payload, attributes);
            posting = mode == Mode.WAIT && known.isLimited() ? new Posting<>(this, posted) : null;
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
        Posted<T> posted = next(routes.topic(publication.topic()), publication.payload(), Attributes.of(publication));
        return Objects.requireNonNull(exchange.post(posted, mode, null));
    }

    /** Publishes what is known to fit in. */
    void publishNow(Publication<?> publication) {
        postNow(publication, Mode.FORCE);
    }

    void publishDeadLetter(Topic<DeadLetter> topic, DeadLetter letter) {
        if (!closed) {
            postNow(Publication.of(topic, letter), Mode.FORCE);
        }
    }

    /** The channels that would be given a publication now. */
    <T> List<Channel<? super T>> channelsFor(Publication<T> publication) {
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
            var members = new ArrayList<Member<? extends T>>(destinations.size());
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
    public <T> Consumption<T> subscribe(
            Destination<T> destination, Subscription subscription, int concurrency, MessageHandler<T> handler) {
        Objects.requireNonNull(handler, "handler");
        if (concurrency < 1) {
            throw new IllegalArgumentException("the concurrency of the handlers of subscription '" + subscription.name()
                    + "' must be at least 1: " + concurrency);
        }
        return new LocalConsumption<>(this, join(List.of(destination), subscription, null), concurrency, handler);
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
            Optional<Channel<?>> channel = routes.find(destination, subscription);
            channel.ifPresent(this::delete);
            return channel.isPresent();
        });
    }

    void delete(Channel<?> channel) {
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
        return guarded(() -> routes.channels().stream().map(Channel::statistics).toList());
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

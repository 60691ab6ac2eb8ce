package dev.simbroker.internal.broker;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Destination;
import dev.simbroker.Guarantee;
import dev.simbroker.Member;
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
import dev.simbroker.internal.message.Payloads;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.LocalMember;
import dev.simbroker.internal.subscription.SubscriptionOwner;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.TraceSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The broker within this JVM: the public face of {@link Exchange}, {@link Topology} and the subscription queues, which
 * it enters the guard for.
 */
public final class LocalBroker implements Broker {

    private final BrokerContext context;
    private final Topology topology;
    private final Exchange exchange;
    private final HandlerFailures failures = new HandlerFailures();
    private final BrokerReport report;

    // guarded by the context's guard
    private final Set<LocalSubscriber<?>> subscribers = new LinkedHashSet<>();
    private long lastSubscription;

    public LocalBroker(BrokerSettings settings) {
        this.context = new BrokerContext(
                settings.name(),
                settings.scheduler(),
                listeners(settings),
                settings.measuresLatency(),
                settings.audited(),
                settings.deduplicationWindow(),
                settings.deduplicationLimit());
        this.topology = new Topology(context, new Owner());
        this.exchange = new Exchange(context, topology);
        this.report = new BrokerReport(context, topology, failures);
        context.spi().addReportSource(report);
        context.onBroken(topology::expelAll);
    }

    /** The listeners of the settings, after the observer of the scheduler if there is one. */
    private static List<BrokerListener> listeners(BrokerSettings settings) {
        TraceSink sink = settings.scheduler().spi().traceSink();
        var listeners = new ArrayList<BrokerListener>(settings.listeners());
        if (sink != null) {
            listeners.addFirst(new TraceListener(settings.scheduler(), sink));
        }
        return listeners;
    }

    /** This broker as its subscription queues see it. */
    private final class Owner implements SubscriptionOwner {

        @Override
        public void publishDeadLetter(Topic<DeadLetter> topic, DeadLetter letter) {
            if (!context.isClosed()) {
                exchange.publishNow(topic, letter, Attributes.ofLetter(letter.message()), Mode.FORCE);
            }
        }

        @Override
        public void delete(SubscriptionQueue<?> queue) {
            LocalBroker.this.delete(queue);
        }

        @Override
        public void selectsChanged(Destination<?> destination) {
            if (destination instanceof Topic<?> topic) { // messages that come by a pattern lie in no log
                topology.topic(topic).subscriptions().selectsChanged();
            }
        }
    }

    @Override
    public String name() {
        return context.name();
    }

    @Override
    public Scheduler scheduler() {
        return context.scheduler();
    }

    // ---- publishing ----

    @Override
    public <T> PublishResult publish(Publication<T> publication) throws InterruptedException {
        return exchange.publish(
                publication.topic(), publication.payload(), Attributes.of(publication), Scheduler.FOREVER);
    }

    @Override
    public <T> PublishResult publish(Topic<T> topic, T payload) throws InterruptedException {
        return publish(topic, payload, Attributes.NONE, Scheduler.FOREVER);
    }

    @Override
    public <T> PublishResult publish(Publication<T> publication, Duration timeout) throws InterruptedException {
        return exchange.publish(
                publication.topic(), publication.payload(), Attributes.of(publication), publicationDeadline(timeout));
    }

    <T> PublishResult publish(Topic<T> topic, T payload, Attributes attributes, long deadline)
            throws InterruptedException {
        Payloads.check(topic, payload);
        return exchange.publish(topic, payload, attributes, deadline);
    }

    long publicationDeadline(Duration timeout) {
        return context.deadlineAfter("a publication's time-out", timeout);
    }

    @Override
    public <T> PublishResult tryPublish(Publication<T> publication) {
        return tryPublish(publication.topic(), publication.payload(), Attributes.of(publication));
    }

    <T> PublishResult tryPublish(Topic<T> topic, T payload, Attributes attributes) {
        Payloads.check(topic, payload);
        return context.guarded(() -> {
            context.checkOpen();
            return exchange.publishNow(topic, payload, attributes, Mode.TRY);
        });
    }

    @Override
    public <T> Publisher<T> publisher(String publisherName, Topic<T> topic) {
        return new LocalPublisher<>(this, publisherName, topic);
    }

    @Override
    public <X extends Exception> void transaction(TransactionBody<X> body) throws X, InterruptedException {
        context.guarded(context::checkOpen);
        var transaction = new LocalTransaction(context, exchange);
        try {
            body.run(transaction);
        } finally {
            transaction.end();
        }
        transaction.commit();
    }

    @Override
    public void retain(Topic<?> topic, Retention retention) {
        Objects.requireNonNull(retention, "retention");
        context.guarded(() -> {
            context.checkOpen();
            topology.topic(topic).retain(retention);
        });
    }

    // ---- subscribing ----

    @Override
    public <T> Subscriber<T> subscribe(Destination<T> destination) {
        return context.guarded(() -> {
            String free;
            do {
                free = "subscription-" + ++lastSubscription;
            } while (topology.find(destination, free).isPresent());
            return subscribe(destination, Subscription.named(free).autoDelete());
        });
    }

    @Override
    public <T> Subscriber<T> subscribe(
            List<? extends Destination<? extends T>> destinations, Subscription subscription, Member member) {
        return join(destinations, subscription, member);
    }

    private <T> LocalSubscriber<T> join(
            List<? extends Destination<? extends T>> destinations, Subscription subscription, Member member) {
        return context.guarded(() -> {
            context.checkOpen();
            check(destinations, subscription);
            member.name()
                    .ifPresent(name ->
                            destinations.forEach(destination -> topology.checkMember(destination, subscription, name)));
            var members = new ArrayList<LocalMember<? extends T>>(destinations.size());
            for (Destination<? extends T> destination : destinations) {
                members.add(topology.subscription(destination, subscription, destinations)
                        .join(member.name(), member.weight()));
            }
            var subscriber = new LocalSubscriber<T>(context, subscribers, members);
            subscribers.add(subscriber);
            context.listeners().tell(listener -> listener.subscribed(subscriber));
            return subscriber;
        });
    }

    @Override
    public <T> MessageConsumer<T> consume(
            List<? extends Destination<? extends T>> destinations,
            Subscription subscription,
            Member member,
            int concurrency,
            MessageHandler<T> handler) {
        Objects.requireNonNull(handler, "handler");
        if (concurrency < 1 || concurrency > MOST_HANDLERS) {
            throw new IllegalArgumentException("the concurrency of the handlers of subscription '" + subscription.name()
                    + "' must be from 1 to " + MOST_HANDLERS + ": " + concurrency);
        }
        return new LocalMessageConsumer<>(
                context,
                failures,
                join(destinations, subscription.guaranteeOr(Guarantee.AT_LEAST_ONCE), member),
                concurrency,
                handler);
    }

    @Override
    public void createSubscription(Destination<?> destination, Subscription subscription) {
        context.guarded(() -> {
            context.checkOpen();
            check(List.of(destination), subscription);
            topology.subscription(destination, subscription, List.of(destination));
        });
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
        destinations.forEach(destination -> topology.check(destination, subscription));
    }

    @Override
    public boolean deleteSubscription(Destination<?> destination, String subscription) {
        return context.guarded(() -> {
            Optional<SubscriptionQueue<?>> queue = topology.find(destination, subscription);
            queue.ifPresent(this::delete);
            return queue.isPresent();
        });
    }

    private void delete(SubscriptionQueue<?> queue) {
        if (!queue.isDeleted()) {
            topology.remove(queue);
            queue.delete();
            context.listeners().tell(listener -> listener.subscriptionDeleted(queue.statistics()));
        }
    }

    // ---- statistics and listeners ----

    @Override
    public List<TopicStatistics> topics() {
        return context.guarded(topology::topics);
    }

    @Override
    public TopicStatistics allTopics() {
        return context.guarded(topology::allTopics);
    }

    @Override
    public List<SubscriptionStatistics> subscriptions() {
        return context.guarded(topology::statistics);
    }

    @Override
    public List<Subscriber<?>> subscribers() {
        return context.guarded(() -> List.copyOf(subscribers));
    }

    @Override
    public boolean measuresLatency() {
        return context.measuresLatency();
    }

    @Override
    public void addListener(BrokerListener listener) {
        context.listeners().add(listener);
    }

    @Override
    public void removeListener(BrokerListener listener) {
        context.listeners().remove(listener);
    }

    // ---- the end ----

    @Override
    public void close() {
        context.spi().removeReportSource(report);
        if (context.isBroken()) {
            return; // there is nothing that could be told of its messages
        }
        context.guarded(() -> {
            context.close();
            topology.subscriptions().forEach(this::delete);
            List.copyOf(subscribers).forEach(Subscriber::close);
        });
    }

    @Override
    public String toString() {
        return context.toString();
    }
}

package dev.simbroker;

import dev.simbroker.time.Guard;
import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The broker within this JVM. */
final class LocalBroker implements Broker {

    private final String name;
    private final Scheduler scheduler;
    private final Listeners listeners;
    private final Guard guard;

    // guarded by guard
    private final Map<String, LocalTopic<?>> topics = new LinkedHashMap<>();
    private long lastId;
    private long lastSubscription;
    private boolean closed;

    private final CopyOnWriteArrayList<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();

    LocalBroker(Scheduler scheduler, String name, List<BrokerListener> listeners) {
        this.scheduler = scheduler;
        this.name = name;
        this.listeners = new Listeners(listeners);
        this.guard = scheduler.newGuard();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    // ---- publishing ----

    @Override
    public <T> PublishResult publish(Publication<T> publication) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return tryPublish(publication);
    }

    @Override
    public <T> PublishResult tryPublish(Publication<T> publication) {
        guard.enter();
        try {
            checkOpen();
            LocalTopic<T> topic = topic(publication.topic());
            var message = new Message<>(
                    ++lastId,
                    publication.topic(),
                    publication.key(),
                    publication.payload(),
                    publication.headers(),
                    scheduler.clock().instant());
            return topic.publish(message, scheduler, listeners);
        } finally {
            guard.exit();
        }
    }

    @Override
    public <T> Publisher<T> publisher(String publisherName, Topic<T> topic) {
        return new LocalPublisher<>(this, publisherName, topic);
    }

    // ---- subscribing ----

    @Override
    public <T> Subscriber<T> subscribe(Topic<T> topic) {
        guard.enter();
        try {
            return subscribe(topic, Subscription.named("subscription-" + ++lastSubscription));
        } finally {
            guard.exit();
        }
    }

    @Override
    public <T> Subscriber<T> subscribe(List<? extends Topic<? extends T>> wanted, Subscription subscription) {
        LocalSubscriber<T> subscriber;
        guard.enter();
        try {
            checkOpen();
            checkDistinct(wanted, subscription);
            var found = new ArrayList<LocalTopic<? extends T>>(wanted.size());
            for (Topic<? extends T> topic : wanted) {
                found.add(free(topic, subscription));
            }
            var channels = found.stream()
                    .map(topic -> openChannel(topic, subscription))
                    .toList();
            subscriber = new LocalSubscriber<>(this, subscription.name(), channels);
            subscribers.add(subscriber);
        } finally {
            guard.exit();
        }
        listeners.each(listener -> listener.subscribed(subscriber));
        return subscriber;
    }

    private <T> Channel<T> openChannel(LocalTopic<T> topic, Subscription subscription) {
        var channel = new Channel<>(topic, subscription.name(), scheduler, listeners);
        topic.add(channel);
        return channel;
    }

    private <T> LocalTopic<T> free(Topic<T> wanted, Subscription subscription) {
        LocalTopic<T> topic = topic(wanted);
        if (topic.hasSubscription(subscription.name())) {
            throw new IllegalArgumentException(
                    "subscription '" + subscription.name() + "' exists on " + wanted + ": choose another name");
        }
        return topic;
    }

    private static void checkDistinct(List<? extends Topic<?>> wanted, Subscription subscription) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "subscription '" + subscription.name() + "' must have at least one topic: []");
        }
        var names = new HashSet<String>();
        for (Topic<?> topic : wanted) {
            if (!names.add(topic.name())) {
                throw new IllegalArgumentException(
                        "the topics of subscription '" + subscription.name() + "' must be distinct: " + topic);
            }
        }
    }

    void unsubscribed(Subscriber<?> subscriber) {
        subscribers.remove(subscriber);
        listeners.each(listener -> listener.unsubscribed(subscriber));
    }

    // ---- topics ----

    @SuppressWarnings("unchecked") // a topic's type is compared with the one it was made for
    private <T> LocalTopic<T> topic(Topic<T> wanted) {
        LocalTopic<?> known = topics.get(wanted.name());
        if (known == null) {
            var made = new LocalTopic<>(wanted);
            topics.put(wanted.name(), made);
            listeners.each(listener -> listener.topicCreated(made));
            return made;
        }
        if (known.topic().type() != wanted.type()) {
            throw new IllegalArgumentException(wanted + " carries "
                    + known.topic().type().getName() + ", not " + wanted.type().getName());
        }
        return (LocalTopic<T>) known;
    }

    @Override
    public List<TopicStatistics> topics() {
        guard.enter();
        try {
            return List.copyOf(topics.values());
        } finally {
            guard.exit();
        }
    }

    @Override
    public List<Subscriber<?>> subscribers() {
        return List.copyOf(subscribers);
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
        guard.enter();
        try {
            closed = true;
        } finally {
            guard.exit();
        }
        subscribers.forEach(Subscriber::close);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("broker '" + name + "' is closed");
        }
    }

    @Override
    public String toString() {
        return "broker '" + name + "'";
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.Destination;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.TopicPattern;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.SubscriptionOwner;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The topics and subscriptions of a broker, and which belong together. Guarded by the broker's guard. */
final class Topology {

    private record Key(boolean pattern, String destination, String subscription) {

        static Key of(Destination<?> destination, String subscription) {
            return new Key(destination instanceof TopicPattern<?>, destination.name(), subscription);
        }
    }

    private final BrokerContext broker;
    private final SubscriptionOwner owner;
    private final Map<String, LocalTopic<?>> topics = new LinkedHashMap<>();
    private final Map<Key, SubscriptionQueue<?>> queues = new LinkedHashMap<>();
    /** Subscriptions on patterns: the only ones that a topic may match when it is first used. */
    private final Set<SubscriptionQueue<?>> onPatterns = new LinkedHashSet<>();

    /** Topics that nobody subscribes to any more, and of which there is still something to know for a while. */
    private final Set<LocalTopic<?>> fading = new LinkedHashSet<>();

    /** What was counted of topics that are forgotten. */
    private final ForgottenTopics forgotten = new ForgottenTopics();

    /** The topic of the last call: a publisher mostly asks for the same one again and again. */
    private @Nullable LocalTopic<?> lastAsked;

    Topology(BrokerContext broker, SubscriptionOwner owner) {
        this.broker = broker;
        this.owner = owner;
    }

    // ---- topics ----

    /**
     * The topic of a broker, made when it is first used.
     *
     * @throws IllegalArgumentException if it is known with another type
     */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // the same topic has the same type
    <T> LocalTopic<T> topic(Topic<T> wanted) {
        LocalTopic<?> last = lastAsked;
        return last != null && last.origin().topic() == wanted ? (LocalTopic<T>) last : find(wanted);
    }

    @SuppressWarnings("unchecked") // a topic's type is compared with the one it was made for
    private <T> LocalTopic<T> find(Topic<T> wanted) {
        LocalTopic<?> known = topics.get(wanted.name());
        if (known == null) {
            return create(wanted);
        }
        Class<?> type = known.origin().topic().type();
        if (type != wanted.type()) {
            throw new IllegalArgumentException(wanted + " carries " + type.getName() + ", not "
                    + wanted.type().getName());
        }
        lastAsked = known;
        return (LocalTopic<T>) known;
    }

    @SuppressWarnings("unchecked") // a pattern matches only topics of its type
    private <T> LocalTopic<T> create(Topic<T> wanted) {
        var topic = new LocalTopic<>(wanted, broker);
        topics.put(wanted.name(), topic);
        onPatterns.stream()
                .filter(queue -> queue.destination().matches(wanted))
                .forEach(queue -> topic.subscriptions().add((SubscriptionQueue<? super T>) queue));
        broker.listeners().tell(listener -> listener.topicCreated(topic));
        return topic;
    }

    /**
     * Forgets the topics that have become idle since their last subscription went, from the first one on: the others
     * mostly have their ids for longer. Only where a subscription goes, for whoever publishes may hold a topic.
     */
    private void forgetIdle() {
        for (LocalTopic<?> topic = first(fading); topic != null; topic = first(fading)) {
            if (!topic.subscriptions().isEmpty() || topic.retains()) {
                fading.remove(topic);
            } else if (topic.isIdle()) {
                forget(topic);
            } else {
                return;
            }
        }
    }

    private static @Nullable LocalTopic<?> first(Set<LocalTopic<?>> topics) {
        return topics.isEmpty() ? null : topics.iterator().next();
    }

    @SuppressWarnings("ReferenceEquality") // that very topic
    private void forget(LocalTopic<?> topic) {
        fading.remove(topic);
        topics.remove(topic.topic());
        lastAsked = lastAsked == topic ? null : lastAsked;
        forgotten.add(topic);
        broker.listeners().tell(listener -> listener.topicForgotten(topic));
    }

    /** The sums over all topics that there ever were. */
    TopicStatistics allTopics() {
        return forgotten.and(topics());
    }

    List<TopicStatistics> topics() {
        return List.copyOf(topics.values());
    }

    /** Sends all processes away that wait, since the broker is broken. */
    void expelAll() {
        queues.values().forEach(SubscriptionQueue::expelAll);
        topics.values().forEach(topic -> topic.ids().expelAll());
    }

    // ---- subscriptions ----

    Collection<SubscriptionQueue<?>> subscriptions() {
        return List.copyOf(queues.values());
    }

    List<SubscriptionStatistics> statistics() {
        return queues.values().stream()
                .<SubscriptionStatistics>map(SubscriptionQueue::statistics)
                .toList();
    }

    Optional<SubscriptionQueue<?>> find(Destination<?> destination, String subscription) {
        return Optional.ofNullable(queues.get(Key.of(destination, subscription)));
    }

    /**
     * Checks that a subscription can be made or joined on a destination.
     *
     * @throws IllegalArgumentException if not
     */
    void check(Destination<?> destination, Subscription settings) {
        settings.retry().deadLetter().ifPresent(deadLetter -> {
            topic(deadLetter);
            if (destination.name().equals(deadLetter.name())) {
                throw new IllegalArgumentException("subscription '" + settings.name() + "' on " + destination
                        + " must not have it as its own dead-letter topic");
            }
        });
        if (destination instanceof Topic<?> topic) {
            topic(topic);
        }
        find(destination, settings.name()).ifPresent(existing -> checkSame(destination, existing, settings));
    }

    private static void checkSame(Destination<?> destination, SubscriptionQueue<?> existing, Subscription settings) {
        Class<?> type = existing.destination().type();
        if (type != destination.type()) {
            throw new IllegalArgumentException(existing.description() + " carries " + type.getName() + ", not "
                    + destination.type().getName());
        }
        SettingsComparison.firstDifference(existing.settings(), settings).ifPresent(difference -> {
            throw new IllegalArgumentException(existing.description() + " exists with other settings: " + difference);
        });
    }

    /**
     * Checks that a member of that name can join a subscription.
     *
     * @throws IllegalArgumentException if it has one of that name
     */
    void checkMember(Destination<?> destination, Subscription settings, String member) {
        find(destination, settings.name()).ifPresent(existing -> {
            if (existing.hasMember(member)) {
                throw new IllegalArgumentException(existing.description() + " has a member '" + member + "' already");
            }
        });
    }

    /**
     * The queue of a subscription that was {@linkplain #check checked}; made if it does not exist.
     *
     * @param all the destinations that it is on as one, this one included
     */
    @SuppressWarnings("unchecked") // checked before
    <T> SubscriptionQueue<T> subscription(
            Destination<T> destination, Subscription settings, List<? extends Destination<?>> all) {
        var key = Key.of(destination, settings.name());
        var known = (SubscriptionQueue<T>) queues.get(key);
        if (known != null) {
            return known;
        }
        var queue = new SubscriptionQueue<>(
                broker, owner, destination, settings, all.size() > 1 ? List.copyOf(all) : List.of());
        queues.put(key, queue);
        if (destination instanceof TopicPattern<?>) {
            onPatterns.add(queue);
        }
        var matching = matching(destination);
        matching.forEach(topic -> attach(topic, queue));
        broker.listeners().tell(listener -> listener.subscriptionCreated(queue.statistics()));
        try {
            replay(matching, queue);
        } catch (Throwable e) { // a filter failed
            owner.delete(queue);
            throw e;
        }
        return queue;
    }

    /** The known topics that match; the topic of a subscription is known. */
    private List<LocalTopic<?>> matching(Destination<?> destination) {
        return destination instanceof Topic<?>
                ? List.of(Objects.requireNonNull(topics.get(destination.name())))
                : topics.values().stream()
                        .filter(topic -> destination.matches(topic.origin().topic()))
                        .toList();
    }

    @SuppressWarnings("unchecked") // a destination matches only topics of its type
    private static <T, S> void attach(LocalTopic<T> topic, SubscriptionQueue<S> queue) {
        topic.subscriptions().add((SubscriptionQueue<? super T>) queue);
    }

    /** Gives a new subscription the retained messages that it starts with, in order of publication. */
    @SuppressWarnings("unchecked") // a destination matches only topics of its type
    private static <T> void replay(List<? extends LocalTopic<?>> matching, SubscriptionQueue<T> queue) {
        var retained = new ArrayList<StoredMessage<T>>();
        for (LocalTopic<?> topic : matching) {
            if (topic.subscriptions().contains(queue)) {
                topic.replay(queue.settings().start(), queue::wants)
                        .forEach(message -> retained.add((StoredMessage<T>) message));
            }
        }
        retained.stream().sorted(Comparator.comparingLong(StoredMessage::id)).forEach(queue.admission()::offer);
    }

    void remove(SubscriptionQueue<?> queue) {
        queues.remove(Key.of(queue.destination(), queue.subscription()));
        onPatterns.remove(queue);
        for (LocalTopic<?> topic : matching(queue.destination())) {
            topic.subscriptions().remove(queue);
            if (topic.subscriptions().isEmpty() && topic.isIdle()) {
                forget(topic);
            } else if (topic.subscriptions().isEmpty()) {
                fading.add(topic);
            }
        }
        forgetIdle();
    }
}

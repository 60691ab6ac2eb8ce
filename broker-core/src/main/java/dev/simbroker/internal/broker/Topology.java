package dev.simbroker.internal.broker;

import dev.simbroker.Destination;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.TopicPattern;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.lang.reflect.RecordComponent;
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

/** The topics and channels of a broker, and which belong together. All of it belongs to the broker's guard. */
final class Topology {

    private record Key(boolean pattern, String destination, String subscription) {

        static Key of(Destination<?> destination, String subscription) {
            return new Key(destination instanceof TopicPattern<?>, destination.name(), subscription);
        }
    }

    private final LocalBroker broker;
    private final Map<String, LocalTopic<?>> topics = new LinkedHashMap<>();
    private final Map<Key, SubscriptionQueue<?>> channels = new LinkedHashMap<>();
    /** The topic that was asked for last, as whoever publishes mostly asks for the same one again and again. */
    private @Nullable LocalTopic<?> lastAsked;

    /** Those of patterns: which alone a topic may match that nobody knew. */
    private final Set<SubscriptionQueue<?>> ofPatterns = new LinkedHashSet<>();

    Topology(LocalBroker broker) {
        this.broker = broker;
    }

    // ---- topics ----

    /** Found at once if it is the same as last time, which an equal one need not be. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // the same topic has the same type
    <T> LocalTopic<T> topic(Topic<T> wanted) {
        LocalTopic<?> last = lastAsked;
        return last != null && last.topic() == wanted ? (LocalTopic<T>) last : find(wanted);
    }

    @SuppressWarnings("unchecked") // a topic's type is compared with the one it was made for
    private <T> LocalTopic<T> find(Topic<T> wanted) {
        LocalTopic<?> known = topics.get(wanted.name());
        if (known == null) {
            return create(wanted);
        }
        if (known.topic().type() != wanted.type()) {
            throw new IllegalArgumentException(wanted + " carries "
                    + known.topic().type().getName() + ", not " + wanted.type().getName());
        }
        lastAsked = known;
        return (LocalTopic<T>) known;
    }

    @SuppressWarnings("unchecked") // a pattern matches only topics of its type
    private <T> LocalTopic<T> create(Topic<T> wanted) {
        var topic = new LocalTopic<>(wanted, broker.spi(), broker.newSeenIds());
        topics.put(wanted.name(), topic);
        ofPatterns.stream()
                .filter(channel -> channel.destination().matches(wanted))
                .forEach(channel -> topic.add((SubscriptionQueue<? super T>) channel));
        broker.tell(listener -> listener.topicCreated(topic));
        return topic;
    }

    List<TopicStatistics> topics() {
        return List.copyOf(topics.values());
    }

    // ---- channels ----

    Collection<SubscriptionQueue<?>> channels() {
        return List.copyOf(channels.values());
    }

    Optional<SubscriptionQueue<?>> find(Destination<?> destination, String subscription) {
        return Optional.ofNullable(channels.get(Key.of(destination, subscription)));
    }

    /**
     * Checks that the subscription can be made or joined on this destination.
     *
     * @throws IllegalArgumentException if not
     */
    <T> void check(Destination<T> destination, Subscription settings) {
        settings.retry().deadLetter().ifPresent(deadLetter -> {
            topic(deadLetter);
            if (destination.name().equals(deadLetter.name())) {
                throw new IllegalArgumentException("subscription '" + settings.name() + "' on " + destination
                        + " must not have it as its own dead-letter topic");
            }
        });
        if (destination instanceof Topic<T> topic) {
            topic(topic);
        }
        SubscriptionQueue<?> channel = channels.get(Key.of(destination, settings.name()));
        if (channel != null) {
            checkSame(destination, channel, settings);
        }
    }

    /** @throws IllegalArgumentException if the subscription has a member of that name */
    void checkMember(Destination<?> destination, Subscription settings, @Nullable String member) {
        SubscriptionQueue<?> channel = channels.get(Key.of(destination, settings.name()));
        if (channel != null && channel.members().stream().anyMatch(other -> other.name.equals(member))) {
            throw new IllegalArgumentException(channel.description() + " has a member '" + member + "' already");
        }
    }

    private static void checkSame(Destination<?> destination, SubscriptionQueue<?> channel, Subscription settings) {
        if (channel.destination().type() != destination.type()) {
            throw new IllegalArgumentException(channel.description() + " carries "
                    + channel.destination().type().getName() + ", not "
                    + destination.type().getName());
        }
        String difference = difference("", channel.settings().weight(1), settings.weight(1));
        if (difference != null) {
            throw new IllegalArgumentException(channel.description() + " exists with other settings: " + difference);
        }
    }

    /** The first difference between two records, in words; null if they are equal. */
    private static @Nullable String difference(String path, Record one, Record other) {
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object left = value(component, one);
            Object right = value(component, other);
            if (!Objects.equals(left, right)) {
                String name = path + component.getName();
                return left instanceof Record a
                                && right instanceof Record b
                                && a.getClass() == b.getClass()
                                && a.getClass().getEnclosingClass() == Subscription.class
                        ? difference(name + ".", a, b)
                        : name + " is " + left + ", not " + right;
            }
        }
        return null;
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The channel of a subscription that was checked; made if it does not exist. */
    @SuppressWarnings("unchecked") // checked before
    <T> SubscriptionQueue<T> channel(Destination<T> destination, Subscription settings) {
        var key = Key.of(destination, settings.name());
        var known = (SubscriptionQueue<T>) channels.get(key);
        if (known != null) {
            return known;
        }
        var channel = new SubscriptionQueue<>(broker, destination, settings);
        channels.put(key, channel);
        if (destination instanceof TopicPattern<?>) {
            ofPatterns.add(channel);
        }
        var matching = matching(destination);
        matching.forEach(topic -> attach(topic, channel));
        broker.tell(listener -> listener.subscriptionCreated(channel.statistics()));
        try {
            replay(matching, channel);
        } catch (RuntimeException e) { // a filter failed
            broker.delete(channel);
            throw e;
        }
        return channel;
    }

    /** The known topics that match; the topic of a channel is known. */
    private List<LocalTopic<?>> matching(Destination<?> destination) {
        return destination instanceof Topic<?>
                ? List.of(Objects.requireNonNull(topics.get(destination.name())))
                : topics.values().stream()
                        .filter(topic -> destination.matches(topic.topic()))
                        .toList();
    }

    @SuppressWarnings("unchecked") // a destination matches only topics of its type
    private static <T, S> void attach(LocalTopic<T> topic, SubscriptionQueue<S> channel) {
        topic.add((SubscriptionQueue<? super T>) channel);
    }

    @SuppressWarnings("unchecked") // a destination matches only topics of its type
    private static <T> void replay(List<? extends LocalTopic<?>> matching, SubscriptionQueue<T> channel) {
        var retained = new ArrayList<StoredMessage<T>>();
        for (LocalTopic<?> topic : matching) {
            topic.replay(channel.settings().start()).forEach(posted -> retained.add((StoredMessage<T>) posted));
        }
        retained.stream()
                .filter(posted -> !channel.isFiltered() || channel.wants(posted.message()))
                .sorted(Comparator.comparingLong(StoredMessage::id))
                .forEach(posted -> channel.intake().offer(posted));
    }

    void remove(SubscriptionQueue<?> channel) {
        channels.remove(Key.of(channel.destination(), channel.subscription()));
        ofPatterns.remove(channel);
        matching(channel.destination()).forEach(topic -> topic.remove(channel));
    }
}

package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.util.Arrays;

/** One topic of a broker: the channels of its subscriptions, in the order in which these were made. */
final class LocalTopic<T> implements TopicStatistics {

    private final Topic<T> topic;

    /** Replaced, never changed, so that a message goes to the subscriptions of one moment. */
    private volatile Channel<T>[] channels = none();

    private long accepted;
    private long unrouted;

    LocalTopic(Topic<T> topic) {
        this.topic = topic;
    }

    Topic<T> topic() {
        return topic;
    }

    /** Gives a message to every subscription. */
    PublishResult publish(Message<T> message, Scheduler scheduler, Listeners listeners) {
        if (!listeners.isEmpty()) {
            listeners.each(listener -> listener.published(message));
        }
        long now = scheduler.nanoTime();
        int deliveries = 0;
        for (Channel<T> channel : channels) {
            deliveries += channel.deliver(message, now) ? 1 : 0;
        }
        if (deliveries > 0) {
            accepted++;
            return new PublishResult.Accepted(message.id(), deliveries);
        }
        unrouted++;
        if (!listeners.isEmpty()) {
            listeners.each(listener -> listener.unrouted(message));
        }
        return new PublishResult.Unrouted(message.id());
    }

    boolean hasSubscription(String name) {
        return Arrays.stream(channels)
                .anyMatch(channel -> channel.subscription().equals(name));
    }

    void add(Channel<T> channel) {
        Channel<T>[] more = Arrays.copyOf(channels, channels.length + 1);
        more[more.length - 1] = channel;
        channels = more;
    }

    void remove(Channel<T> channel) {
        channels = Arrays.stream(channels).filter(other -> other != channel).toArray(length -> none(length));
    }

    private static <T> Channel<T>[] none() {
        return none(0);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Channel<T>[] none(int length) {
        return new Channel[length];
    }

    @Override
    public String destination() {
        return topic.name();
    }

    @Override
    public long accepted() {
        return accepted;
    }

    @Override
    public long unrouted() {
        return unrouted;
    }
}

package dev.simbroker;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.queue.Source;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One subscription on one topic: the queue between them, and its figures.
 *
 * <p>A message is counted as received, and reported so, by the process that receives it and when that goes on, not when it is
 * handed over; the two differ where a process was waiting.
 */
final class Channel<T> implements SubscriptionStatistics {

    private final LocalTopic<T> topic;
    private final String subscription;
    private final Scheduler scheduler;
    private final Listeners listeners;
    private final Mailbox<LocalDelivery<T>> queue;

    // written by whoever may use the broker, under its guard or the queue's
    private long delivered;
    private long received;
    private long discarded;

    Channel(LocalTopic<T> topic, String subscription, Scheduler scheduler, Listeners listeners) {
        this.topic = topic;
        this.subscription = subscription;
        this.scheduler = scheduler;
        this.listeners = listeners;
        this.queue = Mailbox.unbounded(scheduler, topic.destination() + "/" + subscription);
    }

    LocalTopic<T> topic() {
        return topic;
    }

    Mailbox<LocalDelivery<T>> queue() {
        return queue;
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** Puts a message into the queue; false if the subscription has ended. */
    boolean deliver(Message<T> message, long publishedAt) {
        if (queue.isClosed()) {
            return false;
        }
        var delivery = new LocalDelivery<>(this, message, publishedAt);
        delivered++;
        queue.add(delivery);
        if (!listeners.isEmpty()) {
            listeners.each(listener -> listener.delivered(delivery));
        }
        return true;
    }

    /** Notes that a process has received what it took from the queue. */
    LocalDelivery<T> received(LocalDelivery<T> delivery) {
        delivery.received(scheduler.nanoTime());
        received++;
        if (!listeners.isEmpty()) {
            listeners.each(listener -> listener.received(delivery));
        }
        return delivery;
    }

    /** This channel's queue as a source of deliveries that count as received when taken. */
    Source<Delivery<T>> source() {
        return new Source<>() {
            @Override
            public String description() {
                return "subscription '" + subscription + "' on " + topic.topic();
            }

            @Override
            public @Nullable Delivery<T> poll() {
                LocalDelivery<T> delivery = queue.poll();
                return delivery == null ? null : received(delivery);
            }

            @Override
            public boolean isClosed() {
                return queue.isClosed();
            }

            @Override
            public void register(Signal signal) {
                queue.register(signal);
            }

            @Override
            public void unregister(Signal signal) {
                queue.unregister(signal);
            }
        };
    }

    void close() {
        topic.remove(this);
        queue.close();
        while (queue.poll() != null) {
            discarded++;
        }
    }

    @Override
    public String destination() {
        return topic.destination();
    }

    @Override
    public String subscription() {
        return subscription;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long discarded() {
        return discarded;
    }

    @Override
    public int depth() {
        return queue.size();
    }

    @Override
    public Duration oldestAge() {
        LocalDelivery<T> oldest = queue.peek();
        return oldest == null ? Duration.ZERO : Duration.ofNanos(scheduler.nanoTime() - oldest.publishedAt());
    }
}

package dev.simbroker.internal.broker;

import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.TraceEvent;
import dev.simbroker.time.spi.TraceSink;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer of a scheduler what happens in a broker: the first listener of a broker on a scheduler that has
 * one.
 */
final class TraceListener implements BrokerListener {

    private final Scheduler scheduler;
    private final TraceSink sink;

    TraceListener(Scheduler scheduler, TraceSink sink) {
        this.scheduler = scheduler;
        this.sink = sink;
    }

    private void event(TraceEvent event, Object subject, @Nullable Object detail, long value) {
        sink.event(event, scheduler.nanoTime(), scheduler.currentProcess().orElse(null), subject, detail, value);
    }

    @Override
    public void topicCreated(TopicStatistics topic) {
        event(TraceEvent.TOPIC_CREATED, topic, null, 0);
    }

    @Override
    public void topicForgotten(TopicStatistics topic) {
        event(TraceEvent.TOPIC_FORGOTTEN, topic, null, 0);
    }

    @Override
    public void published(Message<?> message) {
        event(TraceEvent.PUBLISHED, message, null, 0);
    }

    @Override
    public void unrouted(Message<?> message) {
        event(TraceEvent.UNROUTED, message, null, 0);
    }

    @Override
    public void duplicate(Publication<?> publication) {
        event(TraceEvent.DUPLICATE, publication, null, 0);
    }

    @Override
    public void refused(Publication<?> publication, SubscriptionStatistics by) {
        event(TraceEvent.REFUSED, publication, by, 0);
    }

    @Override
    public void delivered(Message<?> message, SubscriptionStatistics subscription) {
        event(TraceEvent.DELIVERED, message, subscription, 0);
    }

    @Override
    public void received(Delivery<?> delivery) {
        event(TraceEvent.RECEIVED, delivery, null, 0);
    }

    @Override
    public void acked(Delivery<?> delivery) {
        event(TraceEvent.ACKED, delivery, null, 0);
    }

    @Override
    public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
        event(TraceEvent.REDELIVERING, delivery, cause, Durations.nanos(delay));
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        event(TraceEvent.DEAD_LETTERED, letter, subscription, 0);
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        event(TraceEvent.DROPPED, message, subscription, reason.ordinal());
    }

    @Override
    public void handled(Delivery<?> delivery, Duration time, @Nullable HandlerFailure failure) {
        event(TraceEvent.HANDLED, delivery, failure, Durations.nanos(time));
    }

    @Override
    public void subscriptionCreated(SubscriptionStatistics subscription) {
        event(TraceEvent.SUBSCRIPTION_CREATED, subscription, null, 0);
    }

    @Override
    public void subscriptionDeleted(SubscriptionStatistics subscription) {
        event(TraceEvent.SUBSCRIPTION_DELETED, subscription, null, 0);
    }

    @Override
    public void subscribed(Subscriber<?> subscriber) {
        event(TraceEvent.SUBSCRIBED, subscriber, null, 0);
    }

    @Override
    public void unsubscribed(Subscriber<?> subscriber) {
        event(TraceEvent.UNSUBSCRIBED, subscriber, null, 0);
    }
}

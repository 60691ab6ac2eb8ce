package dev.simbroker.conformance;

import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that notes every event in words. */
public final class EventLog implements BrokerListener {

    private final List<String> events = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    /** The events that begin with one of {@code kinds}. */
    List<String> events(String... kinds) {
        return events.stream()
                .filter(event -> List.of(kinds).contains(event.substring(0, event.indexOf(' '))))
                .toList();
    }

    @Override
    public void published(Message<?> message) {
        events.add("published " + payload(message));
    }

    @Override
    public void unrouted(Message<?> message) {
        events.add("unrouted " + payload(message));
    }

    @Override
    public void duplicate(Publication<?> publication) {
        events.add("duplicate " + publication.payload());
    }

    @Override
    public void refused(Publication<?> publication, SubscriptionStatistics by) {
        events.add("refused " + publication.payload() + " by " + by.subscription());
    }

    @Override
    public void delivered(Message<?> message, SubscriptionStatistics subscription) {
        events.add("delivered " + payload(message) + " to " + subscription.subscription());
    }

    @Override
    public void received(Delivery<?> delivery) {
        events.add("received " + payload(delivery.message()) + " by " + delivery.subscriber());
    }

    @Override
    public void acked(Delivery<?> delivery) {
        events.add("acked " + payload(delivery.message()) + " by " + delivery.subscriber());
    }

    @Override
    public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
        events.add("redelivering " + payload(delivery.message()) + " " + cause
                + (delay.isZero() ? "" : " after " + delay));
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        events.add("deadLettered " + payload(letter.message()) + " " + letter.reason() + " of "
                + subscription.subscription());
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        events.add("dropped " + payload(message) + " " + reason + " of " + subscription.subscription());
    }

    @Override
    public void subscriptionCreated(SubscriptionStatistics subscription) {
        events.add("created " + subscription.subscription());
    }

    @Override
    public void subscriptionDeleted(SubscriptionStatistics subscription) {
        events.add("deleted " + subscription.subscription());
    }

    private static Object payload(Message<?> message) {
        return message.payload() instanceof DeadLetter letter
                ? "letter of " + payload(letter.message())
                : message.payload();
    }
}

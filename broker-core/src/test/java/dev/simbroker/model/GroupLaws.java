package dev.simbroker.model;

import dev.simbroker.Assignment;
import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Guarantee;
import dev.simbroker.Message;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A listener that notes which events of one subscription break a law; a listener's exceptions would only be logged. */
final class GroupLaws implements BrokerListener {

    private final Subscription settings;
    private final Clock clock;
    private final List<String> violations = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    /** The way in which each message left. */
    private final Map<Long, String> fates = new HashMap<>();
    /** The number of the latest attempt at each message. */
    private final Map<Long, Integer> attempts = new HashMap<>();
    /** The messages of each key that were delivered and have not left, in order. */
    private final Map<String, Deque<Long>> keys = new HashMap<>();

    final Map<String, Integer> seen = new HashMap<>();

    GroupLaws(Subscription settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    void violation(String law) {
        log("VIOLATION " + law);
        violations.add(law);
    }

    List<String> violations() {
        return violations;
    }

    boolean hasLeft(long id) {
        return fates.containsKey(id);
    }

    int left() {
        return fates.size();
    }

    void log(String event) {
        log.add(clock.instant().getEpochSecond() % 1000 + " " + event);
    }

    String log() {
        return String.join("\n", log);
    }

    void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private boolean isOurs(SubscriptionStatistics subscription) {
        return subscription.subscription().equals(settings.name());
    }

    // ---- events ----

    @Override
    public void delivered(Message<?> message, SubscriptionStatistics subscription) {
        if (isOurs(subscription)) {
            log("delivered " + message.id() + " " + message.key().orElse("-"));
            message.key()
                    .ifPresent(key ->
                            keys.computeIfAbsent(key, k -> new ArrayDeque<>()).add(message.id()));
        }
    }

    @Override
    public void received(Delivery<?> delivery) {
        if (!isOurs(delivery.statistics())) {
            return;
        }
        Message<?> message = delivery.message();
        log("received " + delivery);
        count("received");
        if (message.expiry().isPresent()
                && !clock.instant().isBefore(message.expiry().get())) {
            violation("an expired message is not delivered: " + delivery);
        }
        if (delivery.attempt() > settings.retry().deliveryLimit()) {
            violation("no more attempts than the limit: " + delivery);
        }
        int before = attempts.getOrDefault(message.id(), 0);
        attempts.put(message.id(), delivery.attempt());
        if (delivery.attempt() <= before) {
            violation("attempts are numbered: " + delivery + " after " + before);
        }
        if (delivery.statistics().inFlight() > settings.buffer().maxInFlight()) {
            violation("no more in flight than allowed: " + delivery.statistics());
        }
        checkKey(delivery);
        if (settings.guarantee() == Guarantee.AT_MOST_ONCE) {
            leave(message, "settled");
        } else if (hasLeft(message.id())) {
            violation("what has left is not delivered again: " + delivery);
        }
    }

    private void checkKey(Delivery<?> delivery) {
        Message<?> message = delivery.message();
        if (settings.assignment() == Assignment.BY_KEY
                && message.key().isPresent()
                && !keys.getOrDefault(message.key().get(), new ArrayDeque<>())
                        .peekFirst()
                        .equals(message.id())) {
            violation("the messages of a key come one after the other: " + delivery + " while "
                    + keys.get(message.key().get()));
        }
    }

    @Override
    public void acked(Delivery<?> delivery) {
        if (isOurs(delivery.statistics())) {
            leave(delivery.message(), "settled");
        }
    }

    @Override
    public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
        if (isOurs(delivery.statistics())) {
            log("redelivering " + delivery + " " + cause + " after " + delay);
            count(cause.name());
        }
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        if (isOurs(subscription)) {
            leave(letter.message(), "dead-lettered " + letter.reason());
        }
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        if (isOurs(subscription)) {
            leave(message, "dropped " + reason);
        }
    }

    private void leave(Message<?> message, String fate) {
        log(message.id() + " " + fate);
        count(fate);
        String before = fates.put(message.id(), fate);
        if (before != null) {
            violation("a message leaves once: message " + message.id() + " is " + fate + " and was " + before);
        }
        message.key()
                .ifPresent(key -> keys.getOrDefault(key, new ArrayDeque<>()).remove(message.id()));
    }
}

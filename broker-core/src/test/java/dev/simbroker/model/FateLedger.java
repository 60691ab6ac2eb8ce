package dev.simbroker.model;

import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A listener that notes how each message ended in each subscription, and whether it did so twice. */
final class FateLedger implements BrokerListener {

    private final IdentityHashMap<SubscriptionStatistics, Map<Long, String>> fates = new IdentityHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long published;

    /** How many messages were published. */
    synchronized long published() {
        return published;
    }

    /** How many messages have ended in a subscription. */
    synchronized int ended(SubscriptionStatistics subscription) {
        return fates.getOrDefault(subscription, Map.of()).size();
    }

    /** What was told that cannot be. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    private synchronized void end(SubscriptionStatistics subscription, Message<?> message, String fate) {
        String before =
                fates.computeIfAbsent(subscription, it -> new TreeMap<>()).put(message.id(), fate);
        if (before != null) {
            faults.add("message " + message.id() + " of " + subscription + " is " + fate + ", and was " + before);
        }
    }

    @Override
    public synchronized void published(Message<?> message) {
        published++;
    }

    @Override
    public void received(Delivery<?> delivery) {
        if (ForeignCodeProgram.AT_MOST_ONCE.contains(delivery.subscription())) {
            end(delivery.statistics(), delivery.message(), "received");
        }
    }

    @Override
    public void acked(Delivery<?> delivery) {
        end(delivery.statistics(), delivery.message(), "acked");
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        end(subscription, letter.message(), "dead-lettered");
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        if (reason != RemovalReason.HANDLER_FAILED) { // it was received before
            end(subscription, message, "dropped for " + reason);
        }
    }
}

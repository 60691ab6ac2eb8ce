package dev.simbroker.live;

import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * A listener that accounts for every message of every subscription, by its id. The broker calls it inside its guard,
 * one event at a time, which it checks on the way.
 */
final class ListenerLedger implements BrokerListener {

    /** The account of one subscription. */
    static final class Account {

        final SubscriptionStatistics figures;
        final BitSet gone = new BitSet();
        final Map<String, Long> latest = new HashMap<>();
        long acked;
        long removed;

        Account(SubscriptionStatistics figures) {
            this.figures = figures;
        }

        boolean wasSettled(long id) {
            return gone.get((int) id);
        }
    }

    private final Map<SubscriptionStatistics, Account> accounts = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private volatile Thread inside = Thread.currentThread();
    private boolean busy;

    Collection<Account> accounts() {
        return accounts.values();
    }

    Account account(String subscription) {
        return accounts.values().stream()
                .filter(account -> account.figures.subscription().equals(subscription))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    Collection<String> errors() {
        return errors;
    }

    private void check(boolean holds, Supplier<String> error) {
        if (!holds) {
            errors.add(error.get());
        }
    }

    /** Checks that no other thread is here at the same time. */
    private void enter() {
        Thread me = Thread.currentThread();
        check(!busy || inside == me, () -> inside + " and " + me + " came in together");
        busy = true;
        inside = me;
    }

    private void exit() {
        busy = false;
    }

    private Account of(SubscriptionStatistics subscription) {
        return accounts.computeIfAbsent(subscription, Account::new);
    }

    private void goes(Account account, Message<?> message, String how) {
        check(
                !account.wasSettled(message.id()),
                () -> message + " of " + account.figures + ", which had gone before, " + how);
        account.gone.set((int) message.id());
    }

    @Override
    public void subscriptionCreated(SubscriptionStatistics subscription) {
        enter();
        of(subscription);
        exit();
    }

    @Override
    public void received(Delivery<?> delivery) {
        enter();
        Account account = of(delivery.statistics());
        check(!account.wasSettled(delivery.message().id()), () -> delivery + " received after its end");
        if (isAtMostOnce(delivery)) {
            if (delivery.subscription().startsWith("once in order")) {
                inOrder(account, delivery);
            }
            account.acked++;
            goes(account, delivery.message(), "received");
        }
        exit();
    }

    @Override
    public void acked(Delivery<?> delivery) {
        enter();
        Account account = of(delivery.statistics());
        if (!isAtMostOnce(delivery)) {
            account.acked++;
            goes(account, delivery.message(), "acked");
            if (delivery.subscription().startsWith("by key")) {
                inOrder(account, delivery);
            }
        }
        exit();
    }

    private static boolean isAtMostOnce(Delivery<?> delivery) {
        return delivery.subscription().startsWith("once");
    }

    /** Messages of one publisher never overtake each other on the plain topic: their key is the publisher's name. */
    private void inOrder(Account account, Delivery<?> delivery) {
        if (delivery.message().topic().name().equals("plain")) {
            String key = delivery.message().key().orElseThrow();
            long number = (Long) delivery.payload();
            Long before = account.latest.put(key, number);
            check(before == null || before < number, () -> delivery + " after number " + before + " of '" + key + "'");
        }
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        enter();
        Account account = of(subscription);
        account.removed++;
        goes(account, message, "dropped");
        exit();
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        enter();
        Account account = of(subscription);
        account.removed++;
        goes(account, letter.message(), "dead-lettered");
        exit();
    }
}

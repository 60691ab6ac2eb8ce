package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.Transaction;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.LocalDelivery;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction within this JVM: collects what is to happen, and then does all of it in one guarded section. */
final class LocalTransaction implements Transaction {

    private final LocalBroker broker;
    private final List<Publication<?>> publications = new ArrayList<>();
    private final Set<LocalDelivery<?>> acks = new LinkedHashSet<>();
    private volatile boolean over;

    LocalTransaction(LocalBroker broker) {
        this.broker = broker;
    }

    @Override
    public <T> void publish(Publication<T> publication) {
        checkNotOver();
        publications.add(publication);
    }

    @Override
    public void ack(Delivery<?> delivery) {
        checkNotOver();
        if (!(delivery instanceof LocalDelivery<?> local)
                || local.member().channel.broker() != broker) {
            throw new IllegalArgumentException(
                    "a delivery of another broker cannot be part of this transaction: " + delivery);
        }
        acks.add(local);
    }

    private void checkNotOver() {
        if (over) {
            throw new IllegalStateException("the transaction is over: use it within its body only");
        }
    }

    void end() {
        over = true;
    }

    /** Waits until everything published finds space, and then does it all. */
    void commit() throws InterruptedException {
        end();
        var guard = broker.guard();
        while (true) {
            SubscriptionQueue<?> full;
            Waiting<?> waiting;
            guard.enter();
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                broker.checkOpen();
                checkLeases();
                full = firstFull();
                if (full == null) {
                    apply();
                    return;
                }
                waiting = Waiting.in(full);
            } finally {
                guard.exit();
            }
            waiting.await();
        }
    }

    /** A place among the publishers of a full channel. */
    private record Waiting<T>(SubscriptionQueue<T> channel, WaitNode<StoredMessage<T>> place) {

        static <T> Waiting<T> in(SubscriptionQueue<T> channel) {
            return new Waiting<>(channel, channel.intake().awaitSpace(null));
        }

        void await() throws InterruptedException {
            try {
                channel.intake().publishers().await(place, Scheduler.FOREVER);
            } catch (InterruptedException | IllegalStateException e) {
                channel.intake().spaceNotNeeded();
                throw e;
            }
        }
    }

    private void checkLeases() {
        for (LocalDelivery<?> delivery : acks) {
            if (delivery.ended() != null) {
                throw new TransactionAbortedException("the transaction cannot commit: " + delivery + " has ended: "
                        + delivery.ended() + "; nothing of it has happened");
            }
        }
    }

    /** A channel whose publishers have to wait; null if everything fits. */
    private @Nullable SubscriptionQueue<?> firstFull() {
        var needed = new LinkedHashMap<SubscriptionQueue<?>, Integer>();
        for (Publication<?> publication : publications) {
            broker.channelsFor(publication).forEach(channel -> needed.merge(channel, 1, Integer::sum));
        }
        for (Map.Entry<SubscriptionQueue<?>, Integer> need : needed.entrySet()) {
            SubscriptionQueue<?> channel = need.getKey();
            int count = need.getValue();
            if (channel.intake().hasSpace(count)) {
                continue;
            }
            if (channel.intake().overflow() == Overflow.REJECT) {
                throw new TransactionAbortedException("the transaction cannot commit: " + channel.description()
                        + " is full and rejects; nothing of it has happened");
            }
            if (channel.intake().overflow() == Overflow.BLOCK) {
                if (count > channel.settings().buffer().capacity()) {
                    throw new TransactionAbortedException("the transaction cannot commit: " + channel.description()
                            + " has room for " + channel.settings().buffer().capacity() + " messages, and it publishes "
                            + count + "; nothing of it has happened");
                }
                return channel;
            }
        }
        return null;
    }

    private void apply() {
        publications.forEach(broker::publishNow);
        acks.forEach(LocalTransaction::acknowledge);
    }

    private static <T> void acknowledge(LocalDelivery<T> delivery) {
        delivery.ack();
    }
}

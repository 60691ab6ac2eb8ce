package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.Transaction;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.internal.subscription.Admission;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.LocalDelivery;
import dev.simbroker.internal.subscription.SpaceWait;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction within this JVM: it collects what is to happen, and then does all of it in one guarded section. */
final class LocalTransaction implements Transaction {

    private final BrokerContext broker;
    private final Exchange exchange;
    private final List<Publication<?>> publications = new ArrayList<>();
    private final Set<LocalDelivery<?>> acks = new LinkedHashSet<>();
    private volatile boolean over;

    LocalTransaction(BrokerContext broker, Exchange exchange) {
        this.broker = broker;
        this.exchange = exchange;
    }

    @Override
    public <T> void publish(Publication<T> publication) {
        checkNotOver();
        publications.add(publication);
    }

    @Override
    public void ack(Delivery<?> delivery) {
        checkNotOver();
        if (!(delivery instanceof LocalDelivery<?> local) || !local.isOf(broker)) {
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
        while (true) {
            SpaceWait<?> wait;
            broker.guard().enter();
            try {
                Interrupts.check();
                broker.checkOpen();
                checkLeases();
                SubscriptionQueue<?> full = firstFull();
                if (full == null) {
                    apply();
                    return;
                }
                wait = full.admission().awaitSpace(null);
            } catch (VirtualMachineError e) {
                broker.failed(e);
                throw e;
            } finally {
                broker.guard().exit();
            }
            await(wait);
        }
    }

    private static void await(SpaceWait<?> wait) throws InterruptedException {
        try {
            wait.await(Scheduler.FOREVER);
        } catch (InterruptedException | IllegalStateException e) {
            wait.queue().admission().spaceNotNeeded();
            throw e;
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

    /** A subscription whose publishers have to wait; null if everything fits. */
    private @Nullable SubscriptionQueue<?> firstFull() {
        var needed = new LinkedHashMap<SubscriptionQueue<?>, Integer>();
        for (Publication<?> publication : publications) {
            exchange.destinationsOf(publication).forEach(queue -> needed.merge(queue, 1, Integer::sum));
        }
        for (Map.Entry<SubscriptionQueue<?>, Integer> need : needed.entrySet()) {
            if (mustWait(need.getKey(), need.getValue())) {
                return need.getKey();
            }
        }
        return null;
    }

    private static boolean mustWait(SubscriptionQueue<?> queue, int count) {
        Admission<?> admission = queue.admission();
        return switch (admission.verdict(count)) {
            case ADMITTED -> false;
            case REFUSED ->
                throw new TransactionAbortedException("the transaction cannot commit: " + queue.description()
                        + " is full and rejects; nothing of it has happened");
            case MUST_WAIT -> {
                if (count > admission.capacity()) {
                    throw new TransactionAbortedException("the transaction cannot commit: " + queue.description()
                            + " has room for " + admission.capacity() + " messages, and it publishes " + count
                            + "; nothing of it has happened");
                }
                yield true;
            }
        };
    }

    private void apply() {
        publications.forEach(publication -> exchange.publishNow(publication, Exchange.Mode.FORCE));
        acks.forEach(Delivery::ack);
    }
}

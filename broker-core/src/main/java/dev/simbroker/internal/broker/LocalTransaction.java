package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.Transaction;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.LocalDelivery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A transaction within this JVM: it collects what is to happen, which a {@link Commit} then does. */
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
        new Commit(broker, exchange, publications, acks).run();
    }
}

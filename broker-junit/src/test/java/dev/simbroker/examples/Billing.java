package dev.simbroker.examples;

import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.MessageConsumer;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import java.time.Duration;

/**
 * Charges every order. What fails is tried again, later and later; what fails five times waits among the dead letters
 * until an operator has it tried once more.
 */
final class Billing implements AutoCloseable {

    static final Topic<String> ORDERS = Topic.of("orders", String.class);
    static final Topic<DeadLetter> DEAD = Topic.of("billing.dead", DeadLetter.class);
    /** Not the orders' own topic, since all others who subscribe to that would get the order again. */
    static final Topic<String> REDRIVEN = Topic.of("billing.redriven", String.class);

    /** The bank's: remote, slow at times, and at times not there. */
    interface Gateway {
        void charge(String order) throws Exception;
    }

    private final Broker broker;
    private final Gateway gateway;
    private final Subscription subscription;
    private final Subscriber<DeadLetter> dead;
    private final MessageConsumer<String> orders;
    private final MessageConsumer<String> redriven;

    Billing(Broker broker, Gateway gateway, Duration lease, Backoff backoff) {
        this.broker = broker;
        this.gateway = gateway;
        subscription = Subscription.named("billing")
                .atLeastOnce(lease)
                .backoff(backoff)
                .deliveryLimit(5)
                .deadLetter(DEAD);
        dead = broker.subscribe(DEAD, Subscription.named("operator").atLeastOnce());
        orders = consume(ORDERS);
        redriven = consume(REDRIVEN);
    }

    private MessageConsumer<String> consume(Topic<String> topic) {
        return broker.consume(topic, subscription, 2, delivery -> gateway.charge(delivery.payload()));
    }

    /** Has everything that was given up so far tried again, and answers how many orders these are. */
    int redrive() throws InterruptedException {
        int count = 0;
        for (var letter = dead.tryReceive(); letter.isPresent(); letter = dead.tryReceive()) {
            redrive(letter.get());
            count++;
        }
        return count;
    }

    private void redrive(Delivery<DeadLetter> letter) throws InterruptedException {
        String order = ORDERS.type().cast(letter.payload().message().payload());
        broker.transaction(transaction -> {
            transaction.publish(REDRIVEN, order);
            transaction.ack(letter);
        });
    }

    @Override
    public void close() {
        orders.close();
        redriven.close();
        dead.close();
    }
}

package dev.simbroker.internal.subscription;

import dev.simbroker.DeadLetter;
import dev.simbroker.Destination;
import dev.simbroker.Topic;

/** What a subscription queue asks of the broker that it belongs to. All of it is called inside the guard. */
public interface SubscriptionOwner {

    /**
     * Publishes a dead letter, whatever the size of the queues that it goes to; does nothing once the broker is closed.
     */
    void publishDeadLetter(Topic<DeadLetter> topic, DeadLetter letter);

    /** Deletes the subscription, as {@link dev.simbroker.Broker#deleteSubscription} does. */
    void delete(SubscriptionQueue<?> queue);

    /** Notes that the selects which watch a subscription on {@code destination} have changed. */
    void selectsChanged(Destination<?> destination);
}

package dev.simbroker.internal.broker;

import dev.simbroker.Publication;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A publication of a transaction, and what it would do now, which is found out before anything of the transaction
 * happens. Guarded by the broker's guard.
 */
final class Preparation<T> {

    private final Exchange exchange;
    private final Publication<T> publication;
    private final Attributes attributes;
    /** What the filters have said: each is asked once, however long the transaction waits. */
    private final Map<SubscriptionQueue<? super T>, Boolean> answers = new HashMap<>();

    Preparation(Exchange exchange, Publication<T> publication) {
        this.exchange = exchange;
        this.publication = publication;
        this.attributes = Attributes.of(publication);
    }

    /** The publication with the destinations that it has now. A filter may throw anything. */
    PreparedPublication<T> prepare() {
        LocalTopic<T> topic = exchange.topic(publication.topic());
        StoredMessage<T> message = exchange.next(topic, publication.payload(), attributes);
        List<SubscriptionQueue<? super T>> queues = topic.subscriptions().queues();
        return new PreparedPublication<>(
                exchange, topic, message, topic.subscriptions().isFiltered() ? wanting(queues, message) : queues);
    }

    private List<SubscriptionQueue<? super T>> wanting(
            List<SubscriptionQueue<? super T>> queues, StoredMessage<T> message) {
        var wanting = new ArrayList<SubscriptionQueue<? super T>>(queues.size());
        for (SubscriptionQueue<? super T> queue : queues) {
            if (answers.computeIfAbsent(queue, it -> it.wants(message))) {
                wanting.add(queue);
            }
        }
        return wanting;
    }
}

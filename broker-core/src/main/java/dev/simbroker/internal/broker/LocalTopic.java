package dev.simbroker.internal.broker;

import dev.simbroker.Retention;
import dev.simbroker.StartPosition;
import dev.simbroker.Topic;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.Origin;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.FanOut;
import dev.simbroker.internal.util.Counter;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.PaddedCounter;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic of a broker: its subscriptions, the explicit ids that it remembers, the messages that it retains, and its
 * counters. Guarded by the broker's guard, except for the counters.
 */
final class LocalTopic<T> implements TopicStatistics {

    private final Origin<T> origin;
    private final FanOut<T> subscriptions;
    /** The explicit ids of accepted publications. */
    private final IdWindow ids;

    private Retention retention = Retention.NONE;
    private final ArrayDeque<StoredMessage<T>> retained = new ArrayDeque<>();

    final PaddedCounter accepted = new PaddedCounter();
    final Counter unrouted = new Counter();
    final Counter duplicates = new Counter();
    final Counter rejected = new Counter();

    LocalTopic(Topic<T> topic, BrokerContext broker) {
        this.origin = new Origin<>(topic, broker.spi());
        this.subscriptions = new FanOut<>(origin, broker);
        this.ids = broker.newIdWindow();
    }

    /** What its messages share. */
    Origin<T> origin() {
        return origin;
    }

    FanOut<T> subscriptions() {
        return subscriptions;
    }

    private long now() {
        return origin.scheduler().nanoTime();
    }

    // ---- explicit ids ----

    /**
     * The id of the message that was accepted with the same explicit id before; null if there is none, or no explicit
     * id.
     */
    @Nullable Long originalOf(StoredMessage<T> message) {
        var explicit = message.deduplicationId();
        return explicit.isPresent() ? ids.get(explicit.get(), message.publishedAt()) : null;
    }

    /** Whether a publication with that explicit id would be a duplicate now. */
    boolean isKnown(String explicitId) {
        return ids.contains(explicitId, now());
    }

    void remember(StoredMessage<T> message) {
        var explicit = message.deduplicationId();
        if (explicit.isPresent()) {
            ids.add(explicit.get(), message.id(), message.publishedAt());
        }
    }

    /**
     * Forgets the explicit id of a message that not every subscription has got, so that its publisher may try again.
     */
    void forget(StoredMessage<T> message) {
        message.deduplicationId().ifPresent(explicit -> ids.remove(explicit, message.id()));
    }

    // ---- retention ----

    void retain(Retention newRetention) {
        retention = newRetention;
        removeOutdated();
    }

    boolean retains() {
        return retention.count() > 0;
    }

    void keep(StoredMessage<T> message) {
        retained.add(message);
        removeOutdated();
    }

    private void removeOutdated() {
        long oldest = now() - Durations.nanos(retention.age());
        while (!retained.isEmpty()
                && (retained.size() > retention.count() || retained.getFirst().publishedAt() < oldest)) {
            retained.removeFirst();
        }
    }

    /** The retained messages that a subscription which starts at {@code start} gets. */
    List<StoredMessage<T>> replay(StartPosition start) {
        removeOutdated();
        long now = now();
        int skipped = start instanceof StartPosition.Last last ? Math.max(0, retained.size() - last.count()) : 0;
        return retained.stream()
                .skip(skipped)
                .filter(message -> !message.isExpired(now) && includes(start, message))
                .toList();
    }

    private static boolean includes(StartPosition start, StoredMessage<?> message) {
        return switch (start) {
            case StartPosition.Latest latest -> false;
            case StartPosition.Earliest earliest -> true;
            case StartPosition.Last last -> true;
            case StartPosition.At at -> !message.timestamp().isBefore(at.time());
        };
    }

    // ---- statistics ----

    @Override
    public String topic() {
        return origin.topic().name();
    }

    @Override
    public long accepted() {
        return accepted.get();
    }

    @Override
    public long unrouted() {
        return unrouted.get();
    }

    @Override
    public long duplicates() {
        return duplicates.get();
    }

    @Override
    public long rejected() {
        return rejected.get();
    }
}

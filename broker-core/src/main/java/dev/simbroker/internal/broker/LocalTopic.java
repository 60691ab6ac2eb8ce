package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.Retention;
import dev.simbroker.StartPosition;
import dev.simbroker.Topic;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.message.Origin;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.FanOut;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Counter;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.PaddedCounter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One topic of a broker: its subscriptions, the explicit ids that it remembers, the messages that it retains, and its
 * counters. Guarded by the broker's guard, except for the counters.
 */
final class LocalTopic<T> implements TopicStatistics {

    private final Origin<T> origin;
    private final FanOut<T> subscriptions;
    private final ExplicitIds ids;
    /** The messages whose publishers wait, in order of publication. */
    private final Set<StoredMessage<T>> waiting = new LinkedHashSet<>();

    private Retention retention = Retention.NONE;
    private final ArrayDeque<StoredMessage<T>> retained = new ArrayDeque<>();

    final PaddedCounter accepted = new PaddedCounter();
    final Counter unrouted = new Counter();
    final Counter duplicates = new Counter();
    final Counter rejected = new Counter();

    LocalTopic(Topic<T> topic, BrokerContext broker) {
        this.origin = new Origin<>(topic, broker.spi());
        this.subscriptions = new FanOut<>(origin, broker);
        this.ids = new ExplicitIds(broker);
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

    /** The explicit ids of its publications. */
    ExplicitIds ids() {
        return ids;
    }

    // ---- publications ----

    /** Whether a publication may have to wait: for a subscription that has a capacity, or for another publication. */
    boolean mayBlock() {
        return subscriptions.isLimited() || ids.arePending();
    }

    /** Notes that a publication waits for a subscription that is full. */
    void begin(StoredMessage<T> message, BlockedPublish<T> publication, SubscriptionQueue<?> full) {
        waiting.add(message);
        ids.begin(message, publication, full);
    }

    /** Notes that a message is in: from now on it is retained, and its explicit id known. */
    void accepted(StoredMessage<T> message, PublishResult result) {
        waiting.remove(message);
        if (retains()) {
            retained.add(message);
            removeOutdated();
        }
        ids.accepted(message, result);
    }

    /** Notes that a publication waits no more. Nothing of it stays here, so that its publisher may try again. */
    void giveUp(StoredMessage<T> message, BlockedPublish<T> publication) {
        waiting.remove(message);
        ids.giveUp(message, publication);
    }

    // ---- retention ----

    void retain(Retention newRetention) {
        retention = newRetention;
        removeOutdated();
    }

    boolean retains() {
        return retention.count() > 0;
    }

    private void removeOutdated() {
        while (!retained.isEmpty() && (retained.size() > retention.count() || isOutdated(retained.getFirst()))) {
            retained.removeFirst();
        }
    }

    private boolean isOutdated(StoredMessage<T> message) {
        return message.publishedAt() < now() - Durations.nanos(retention.age());
    }

    /**
     * The messages that a subscription which starts at {@code start} gets: those that are retained, and those whose
     * publishers wait, which it would have got at once if it had been there. Its filter counts: the last three are the
     * last three that it wants.
     */
    List<StoredMessage<T>> replay(StartPosition start, Predicate<StoredMessage<T>> wanted) {
        removeOutdated();
        long now = now();
        var all = new ArrayList<>(retained);
        if (retains()) {
            all.addAll(waiting);
            all.sort(Comparator.comparingLong(StoredMessage::id));
        }
        var replayed = all.stream()
                .filter(message -> !isOutdated(message) && !message.isExpired(now) && includes(start, message))
                .filter(wanted)
                .toList();
        return start instanceof StartPosition.Last last
                ? replayed.subList(Math.max(0, replayed.size() - last.count()), replayed.size())
                : replayed;
    }

    private static boolean includes(StartPosition start, StoredMessage<?> message) {
        return switch (start) {
            case StartPosition.Latest latest -> false;
            case StartPosition.Earliest earliest -> true;
            case StartPosition.Last last -> true;
            case StartPosition.At at -> !message.timestamp().isBefore(at.time());
        };
    }

    // ---- the end ----

    /** Whether there is nothing to know of it: no subscription, nothing retained, no id within its window. */
    boolean isIdle() {
        return subscriptions.isEmpty() && !retains() && waiting.isEmpty() && ids.isEmpty();
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

package dev.simbroker.internal.subscription;

import dev.simbroker.TopicPattern;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.Origin;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Listeners.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions on one topic, and the way of a message to them: one copy in the topic's log for all that read it,
 * and for every other one the message itself. It wakes the selects of those that read the
 * log; {@link Dispatcher#serve} wakes them for queued messages. Guarded by the broker's guard.
 */
public final class FanOut<T> {

    private final TopicLog<T> log;
    private final Listeners listeners;
    private final boolean audited;

    /** In the order in which they were made; a set, so that one of very many comes and goes at once. */
    private final Set<SubscriptionQueue<? super T>> queues = new LinkedHashSet<>();
    /** The same as a list that does not change; made when a message needs it. */
    private @Nullable List<SubscriptionQueue<? super T>> snapshot;
    /** Those whose shared inbox selects watch, in the same order; made when a message needs them. */
    private SubscriptionQueue<?> @Nullable [] watched;

    /**
     * Those that were subscribed together with one which came before them: a subscriber of several patterns gets a
     * message once, however many of them match.
     */
    private final List<SubscriptionQueue<? super T>> behind = new ArrayList<>();

    private int patterns;
    private int count;
    /** How many of them want only some messages. */
    private int filtered;
    /** How many of them have a capacity. */
    private int limited;
    /** How many of them may read the log. */
    private int mayReadLog;

    public FanOut(Origin<T> origin, BrokerContext broker) {
        this.log = new TopicLog<>(origin);
        this.listeners = broker.listeners();
        this.audited = broker.isAudited();
    }

    // ---- the subscriptions ----

    public void add(SubscriptionQueue<? super T> queue) {
        patterns += isOnPattern(queue) ? 1 : 0;
        if (patterns > 0 && queues.stream().anyMatch(queue::isCompanionOf)) {
            behind.add(queue);
        } else {
            queues.add(queue);
            changed(queue, 1);
        }
    }

    public void remove(SubscriptionQueue<?> queue) {
        if (queues.remove(queue)) {
            patterns -= isOnPattern(queue) ? 1 : 0;
            changed(queue, -1);
            List.copyOf(behind).stream().filter(queue::isCompanionOf).forEach(this::takesOver);
        } else if (behind.remove(queue)) {
            patterns -= isOnPattern(queue) ? 1 : 0;
        }
    }

    /** Lets a queue get the messages from now on, unless another companion of it does. */
    private void takesOver(SubscriptionQueue<? super T> queue) {
        if (queues.stream().noneMatch(queue::isCompanionOf)) {
            behind.remove(queue);
            queues.add(queue);
            changed(queue, 1);
        }
    }

    private static boolean isOnPattern(SubscriptionQueue<?> queue) {
        return queue.destination() instanceof TopicPattern<?>;
    }

    /** Whether a queue gets the messages of this topic, rather than one that it was subscribed together with. */
    public boolean contains(SubscriptionQueue<?> queue) {
        return queues.contains(queue);
    }

    /** Whether no subscription is on this topic. */
    public boolean isEmpty() {
        return queues.isEmpty();
    }

    private void changed(SubscriptionQueue<?> queue, int by) {
        count += by;
        filtered += queue.isFiltered() ? by : 0;
        limited += queue.admission().isLimited() ? by : 0;
        mayReadLog += queue.backlog().mayReadLog() ? by : 0;
        snapshot = null;
        watched = null;
    }

    /** Notes that selects have come or gone at one of the subscriptions. */
    public void selectsChanged() {
        watched = null;
    }

    /**
     * The subscriptions of this moment, in a list that does not change when one comes or goes, as it may while a
     * message is given to them.
     */
    public List<SubscriptionQueue<? super T>> queues() {
        if (snapshot == null) {
            snapshot = List.copyOf(queues);
        }
        return snapshot;
    }

    public int size() {
        return count;
    }

    /** Whether one of them wants only some messages. */
    public boolean isFiltered() {
        return filtered > 0;
    }

    /** Whether one of them has a capacity. */
    public boolean isLimited() {
        return limited > 0;
    }

    // ---- messages ----

    /** Whether a plain message can go to all of them as a few fields in the log, without an object of its own. */
    public boolean isReadByAll() {
        int cursors = log.cursors();
        return cursors > 0
                && cursors == count
                && !listeners.isHeard(Event.PUBLISHED)
                && !listeners.isHeard(Event.DELIVERED);
    }

    /** Appends a plain message to the log, which {@linkplain #isReadByAll all} of them read. */
    public void append(T payload, Attributes attributes, long id, long publishedAt) {
        log.append(payload, attributes, id, publishedAt);
        if (audited) {
            queues().forEach(queue -> queue.backlog().appended(id));
        }
        for (SubscriptionQueue<?> queue : watched()) {
            queue.signalShared();
        }
    }

    private SubscriptionQueue<?>[] watched() {
        if (watched == null) {
            watched = queues.stream().filter(SubscriptionQueue::isWatched).toArray(SubscriptionQueue<?>[]::new);
        }
        return watched;
    }

    /**
     * Gives a message to the subscriptions that want it.
     *
     * @param waits collects the waits of the publisher for those that are full; null if it does not wait, or none has a
     *     capacity
     * @return how many have the message, without those that are waited for
     */
    public int give(
            StoredMessage<T> message, List<SubscriptionQueue<? super T>> wanting, @Nullable List<SpaceWait<?>> waits) {
        TopicLog<T> usable =
                mayReadLog > 0 && message.attributes().isPlain() && !listeners.isHeard(Event.DELIVERED) ? log : null;
        boolean[] reached = usable == null || usable.cursors() == 0 ? null : append(message, wanting);
        int given = 0;
        for (int i = 0; i < wanting.size(); i++) { // an iterator would be as large as the message
            SubscriptionQueue<? super T> queue = wanting.get(i);
            if (reached != null && reached[i]) {
                queue.signalShared();
                given++;
            } else {
                given += give(message, queue, usable, waits) ? 1 : 0;
            }
        }
        return given;
    }

    /**
     * Appends the message to the log. Which subscriptions it reaches there is settled before anybody else's code runs,
     * by which some may leave the log or begin to read it.
     *
     * @return for each subscription whether it reads the message there; null if one reads the log that does not want
     *     it, having come in the middle of this publication
     */
    private boolean @Nullable [] append(StoredMessage<T> message, List<SubscriptionQueue<? super T>> wanting) {
        var reached = new boolean[wanting.size()];
        int readers = 0;
        for (int i = 0; i < reached.length; i++) {
            reached[i] = wanting.get(i).backlog().isReadingLog();
            readers += reached[i] ? 1 : 0;
        }
        if (readers != log.cursors()) {
            return null;
        }
        log.append(message);
        for (int i = 0; i < reached.length; i++) {
            if (reached[i]) {
                wanting.get(i).backlog().appended(message.id());
            }
        }
        return reached;
    }

    @SuppressWarnings("unchecked") // a message of T is, read only, one of any supertype
    private static <T, S> boolean give(
            StoredMessage<T> stored,
            SubscriptionQueue<S> queue,
            @Nullable TopicLog<T> log,
            @Nullable List<SpaceWait<?>> waits) {
        var message = (StoredMessage<S>) stored;
        if (queue.isDeleted()) { // as it may be by now, by a listener
            return false;
        }
        if (waits != null && queue.admission().verdict(message) == Admission.Verdict.MUST_WAIT) {
            waits.add(queue.admission().awaitSpace(message));
            return false;
        }
        if (log != null && queue.backlog().readLogFrom(message, (TopicLog<S>) log)) {
            queue.signalShared();
        } else {
            queue.admission().offer(message);
        }
        return true;
    }
}

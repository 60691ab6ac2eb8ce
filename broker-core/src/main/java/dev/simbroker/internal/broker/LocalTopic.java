package dev.simbroker.internal.broker;

import dev.simbroker.Retention;
import dev.simbroker.StartPosition;
import dev.simbroker.Topic;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Admission;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Counter;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.PaddedCounter;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One topic of a broker: the channels of its subscriptions in the order in which these were made, and what it retains. */
public final class LocalTopic<T> implements TopicStatistics {

    private final Topic<T> topic;
    private final SchedulerSpi scheduler;
    final IdWindow seen;

    /** So that one of very many comes and goes at once. */
    private final Set<SubscriptionQueue<? super T>> channels = new LinkedHashSet<>();
    /** The same; made when a message needs it. */
    private @Nullable List<SubscriptionQueue<? super T>> snapshot;
    /** How the messages come into those of them that have selects to be told, in the same order; made when a message needs it. */
    private Admission<?> @Nullable [] told;

    /** How many there are, at hand. */
    private int count;
    /** How many of them want only some messages. */
    private int filtered;
    /** How many of them can be full. */
    private int limited;
    /** How many of them may follow the log. */
    private int following;

    public final TopicLog<T> log = new TopicLog<>(this);

    private Retention retention = Retention.NONE;
    private final ArrayDeque<StoredMessage<T>> retained = new ArrayDeque<>();

    final PaddedCounter accepted = new PaddedCounter();
    final Counter unrouted = new Counter();
    final Counter duplicates = new Counter();
    final Counter rejected = new Counter();

    public LocalTopic(Topic<T> topic, SchedulerSpi scheduler, IdWindow seen) {
        this.topic = topic;
        this.scheduler = scheduler;
        this.seen = seen;
    }

    public Topic<T> topic() {
        return topic;
    }

    public SchedulerSpi scheduler() {
        return scheduler;
    }

    // ---- subscriptions ----

    /** The channels of this moment, in a list that does not change when one comes or goes, as it may while a message is given to them. */
    List<SubscriptionQueue<? super T>> channels() {
        if (snapshot == null) {
            snapshot = List.copyOf(channels);
        }
        return snapshot;
    }

    /** How many channels there are. */
    int size() {
        return count;
    }

    /** How messages come into the channels that have selects to be told, in the order of these. */
    Admission<?>[] told() {
        if (told == null) {
            told = channels.stream()
                    .map(SubscriptionQueue::intake)
                    .filter(Admission::tells)
                    .toArray(Admission<?>[]::new);
        }
        return told;
    }

    /** Selects have come or gone at one of the channels. */
    void selectsChanged() {
        told = null;
    }

    void add(SubscriptionQueue<? super T> channel) {
        channels.add(channel);
        count++;
        filtered += channel.isFiltered() ? 1 : 0;
        limited += channel.intake().isLimited() ? 1 : 0;
        following += channel.mayFollow() ? 1 : 0;
        snapshot = null;
        told = null;
    }

    void remove(SubscriptionQueue<?> channel) {
        if (channels.remove(channel)) {
            count--;
            filtered -= channel.isFiltered() ? 1 : 0;
            limited -= channel.intake().isLimited() ? 1 : 0;
            following -= channel.mayFollow() ? 1 : 0;
            snapshot = null;
            told = null;
        }
    }

    /** Whether one of them wants only some messages. */
    boolean isFiltered() {
        return filtered > 0;
    }

    /** Whether one of them can be full. */
    boolean isLimited() {
        return limited > 0;
    }

    /** Whether one of them may follow the log. */
    boolean isFollowed() {
        return following > 0;
    }

    /** Whether all of them follow the log at this moment. */
    boolean isReadByAll() {
        int cursors = log.cursors();
        return cursors > 0 && cursors == count;
    }

    // ---- retention ----

    void retain(Retention newRetention) {
        retention = newRetention;
        forget();
    }

    boolean retains() {
        return retention.count() > 0;
    }

    void keep(StoredMessage<T> posted) {
        retained.add(posted);
        forget();
    }

    private void forget() {
        long oldest = scheduler.nanoTime() - Durations.nanos(retention.age());
        while (!retained.isEmpty()
                && (retained.size() > retention.count() || retained.getFirst().publishedAt() < oldest)) {
            retained.removeFirst();
        }
    }

    /** The retained messages that a subscription which starts so gets. */
    List<StoredMessage<T>> replay(StartPosition start) {
        forget();
        long now = scheduler.nanoTime();
        int skipped = start instanceof StartPosition.Last last ? Math.max(0, retained.size() - last.count()) : 0;
        return retained.stream()
                .skip(skipped)
                .filter(posted -> !posted.isExpired(now) && includes(start, posted))
                .toList();
    }

    private boolean includes(StartPosition start, StoredMessage<T> posted) {
        return switch (start) {
            case StartPosition.Latest latest -> false;
            case StartPosition.Earliest earliest -> true;
            case StartPosition.Last last -> true;
            case StartPosition.At at -> !scheduler.instant(posted.publishedAt()).isBefore(at.time());
        };
    }

    // ---- figures ----

    @Override
    public String destination() {
        return topic.name();
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

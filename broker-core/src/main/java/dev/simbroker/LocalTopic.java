package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One topic of a broker: the channels of its subscriptions in the order in which these were made, and what it retains. */
final class LocalTopic<T> implements TopicStatistics {

    private final Topic<T> topic;
    private final Scheduler scheduler;
    final SeenIds seen;

    /** So that one of very many comes and goes at once. */
    private final Set<Channel<? super T>> channels = new LinkedHashSet<>();
    /** The same; made when a message needs it. */
    private @Nullable List<Channel<? super T>> snapshot;
    /** How the messages come into those of them that have selects to be told, in the same order; made when a message needs it. */
    private Intake<?> @Nullable [] told;

    /** How many there are, at hand. */
    private int count;
    /** How many of them want only some messages. */
    private int filtered;
    /** How many of them can be full. */
    private int limited;
    /** How many of them may follow the log. */
    private int following;

    final TopicLog<T> log = new TopicLog<>(this);

    private Retention retention = Retention.NONE;
    private final ArrayDeque<Posted<T>> retained = new ArrayDeque<>();

    final LoneCounter accepted = new LoneCounter();
    final Counter unrouted = new Counter();
    final Counter duplicates = new Counter();
    final Counter rejected = new Counter();

    LocalTopic(Topic<T> topic, Scheduler scheduler, SeenIds seen) {
        this.topic = topic;
        this.scheduler = scheduler;
        this.seen = seen;
    }

    Topic<T> topic() {
        return topic;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    // ---- subscriptions ----

    /** The channels of this moment, in a list that does not change when one comes or goes, as it may while a message is given to them. */
    List<Channel<? super T>> channels() {
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
    Intake<?>[] told() {
        if (told == null) {
            told = channels.stream().map(Channel::intake).filter(Intake::tells).toArray(Intake<?>[]::new);
        }
        return told;
    }

    /** Selects have come or gone at one of the channels. */
    void selectsChanged() {
        told = null;
    }

    void add(Channel<? super T> channel) {
        channels.add(channel);
        count++;
        filtered += channel.isFiltered() ? 1 : 0;
        limited += channel.intake().isLimited() ? 1 : 0;
        following += channel.mayFollow() ? 1 : 0;
        snapshot = null;
        told = null;
    }

    void remove(Channel<?> channel) {
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

    void keep(Posted<T> posted) {
        retained.add(posted);
        forget();
    }

    private void forget() {
        long oldest = scheduler.nanoTime() - Nanos.of(retention.age());
        while (!retained.isEmpty()
                && (retained.size() > retention.count() || retained.getFirst().publishedAt() < oldest)) {
            retained.removeFirst();
        }
    }

    /** The retained messages that a subscription which starts so gets. */
    List<Posted<T>> replay(Start start) {
        forget();
        long now = scheduler.nanoTime();
        int skipped = start instanceof Start.Last last ? Math.max(0, retained.size() - last.count()) : 0;
        return retained.stream()
                .skip(skipped)
                .filter(posted -> !posted.isExpired(now) && includes(start, posted))
                .toList();
    }

    private boolean includes(Start start, Posted<T> posted) {
        return switch (start) {
            case Start.Latest latest -> false;
            case Start.Earliest earliest -> true;
            case Start.Last last -> true;
            case Start.At at -> !scheduler.instant(posted.publishedAt()).isBefore(at.time());
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

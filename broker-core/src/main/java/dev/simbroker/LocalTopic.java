package dev.simbroker;

import dev.simbroker.time.Scheduler;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One topic of a broker: the channels of its subscriptions in the order in which these were made, and what it retains. */
final class LocalTopic<T> implements TopicStatistics {

    private final Topic<T> topic;
    private final Scheduler scheduler;
    final SeenIds seen;

    /** Replaced, never changed, so that a message goes to the subscriptions of one moment. */
    private List<Channel<? super T>> channels = List.of();

    /** Whether one of them wants only some messages. */
    private boolean filtered;

    private Retention retention = Retention.NONE;
    private final ArrayDeque<Posted<T>> retained = new ArrayDeque<>();

    final Counter accepted = new Counter();
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

    // ---- subscriptions ----

    List<Channel<? super T>> channels() {
        return channels;
    }

    void add(Channel<? super T> channel) {
        var more = new ArrayList<>(channels);
        more.add(channel);
        replace(more);
    }

    void remove(Channel<?> channel) {
        replace(channels.stream().filter(other -> other != channel).toList());
    }

    private void replace(List<Channel<? super T>> newChannels) {
        channels = List.copyOf(newChannels);
        filtered = channels.stream().anyMatch(Channel::isFiltered);
    }

    boolean isFiltered() {
        return filtered;
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
                .filter(posted -> !posted.isExpired(now)
                        && includes(start, posted.message().timestamp()))
                .toList();
    }

    private static boolean includes(Start start, Instant timestamp) {
        return switch (start) {
            case Start.Latest latest -> false;
            case Start.Earliest earliest -> true;
            case Start.Last last -> true;
            case Start.At at -> !timestamp.isBefore(at.time());
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

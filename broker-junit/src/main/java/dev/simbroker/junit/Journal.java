package dev.simbroker.junit;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The record of what happens to each message of one broker: which subscription was given it, every attempt, how that ended and when, in the
 * broker's time.
 *
 * <p>It knows the messages that are published while it listens, and keeps the last {@value #DEFAULT_MESSAGES} of them unless told
 * otherwise; older ones are forgotten. Tests of {@link SimulationTest} ask for one by type. May be read from any thread.
 */
public final class Journal implements BrokerListener {

    /** How many messages are remembered unless said otherwise. */
    public static final int DEFAULT_MESSAGES = 100_000;

    private final Broker broker;
    private final Clock clock;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final LinkedHashMap<Long, Trail> trails = new LinkedHashMap<>();
    private long exits;

    private Journal(Broker broker, int limit) {
        this.broker = broker;
        this.clock = broker.scheduler().clock();
        this.limit = limit;
    }

    /** A journal of what happens in {@code broker} from now on. */
    public static Journal of(Broker broker) {
        return of(broker, DEFAULT_MESSAGES);
    }

    /**
     * A journal of what happens in {@code broker} from now on, which remembers the last {@code messages} messages.
     *
     * @throws IllegalArgumentException if {@code messages} is less than 1
     */
    public static Journal of(Broker broker, int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a journal must remember at least 1 message: " + messages);
        }
        var journal = new Journal(broker, messages);
        broker.addListener(journal);
        return journal;
    }

    // ---- reading ----

    /**
     * What happened to {@code message} so far.
     *
     * @throws IllegalArgumentException if this journal does not know the message, or not any more
     */
    public History history(Message<?> message) {
        return history(message.id());
    }

    /**
     * What happened so far to the message of that id.
     *
     * @throws IllegalArgumentException if this journal does not know the message, or not any more
     */
    public History history(long id) {
        lock.lock();
        try {
            Trail trail = trails.get(id);
            if (trail == null) {
                throw new IllegalArgumentException("the journal does not know message " + id
                        + ": it knows those that were published since it was made, the last " + limit + " of them");
            }
            return trail.history();
        } finally {
            lock.unlock();
        }
    }

    /** What happened so far to every message that this journal knows, in order of publication. */
    public List<History> histories() {
        lock.lock();
        try {
            return trails.values().stream().map(Trail::history).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses the name of a subscription that neither was given a message here nor is there. */
    void requireSubscription(String name) {
        var names = new TreeSet<String>();
        histories().forEach(history -> history.passages().forEach(passage -> names.add(passage.subscription())));
        if (!names.contains(name)) {
            broker.subscriptions().forEach(subscription -> names.add(subscription.subscription()));
        }
        if (!names.contains(name)) {
            throw new IllegalArgumentException("broker '" + broker.name() + "' has no subscription '" + name
                    + "', and the journal knows of none: "
                    + (names.isEmpty() ? "there are none at all" : "there are '" + String.join("', '", names) + "'"));
        }
    }

    // ---- writing ----

    @Override
    public void published(Message<?> message) {
        lock.lock();
        try {
            trails.put(message.id(), new Trail(message, clock));
            if (trails.size() > limit) {
                trails.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delivered(Message<?> message, SubscriptionStatistics subscription) {
        write(message, trail -> trail.in(subscription).delivered());
    }

    @Override
    public void received(Delivery<?> delivery) {
        SubscriptionStatistics subscription = delivery.statistics();
        // Only what is received at most once is settled without having been acknowledged.
        boolean settles = subscription.settled() > subscription.acked();
        write(delivery.message(), trail -> {
            Trail.Track track = trail.in(subscription);
            track.received(delivery);
            if (settles) {
                track.settled(Ending.TAKEN, ++exits);
            }
        });
    }

    @Override
    public void acked(Delivery<?> delivery) {
        write(delivery.message(), trail -> trail.in(delivery.statistics()).settled(Ending.ACKED, ++exits));
    }

    @Override
    public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
        write(delivery.message(), trail -> trail.in(delivery.statistics()).returned(cause, delay));
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        write(letter.message(), trail -> trail.in(subscription).deadLettered(letter.reason(), ++exits));
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        write(message, trail -> trail.in(subscription).dropped(reason, ++exits));
    }

    private void write(Message<?> message, Consumer<Trail> entry) {
        lock.lock();
        try {
            Trail trail = trails.get(message.id());
            if (trail != null) {
                entry.accept(trail);
            }
        } finally {
            lock.unlock();
        }
    }
}

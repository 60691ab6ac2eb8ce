package dev.simbroker.junit;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
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
import org.jspecify.annotations.Nullable;

/**
 * A record of what happens to each message of one broker, in the broker's time: the subscriptions that it was given to,
 * every attempt, and when and how each of them ended.
 *
 * <p>A journal knows the messages that are published while it listens, and keeps the last {@value #DEFAULT_MESSAGES} of
 * them unless told otherwise; older ones are forgotten. A {@link SimulationTest} gets one as a parameter. What a
 * simulation reports about a failure ends with the histories of a few messages, those that are not settled before
 * others. Thread-safe.
 */
public final class Journal implements BrokerListener {

    /** The number of messages that a journal keeps by default. */
    public static final int DEFAULT_MESSAGES = 100_000;

    private final Broker broker;
    private final Clock clock;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final LinkedHashMap<Long, MessageRecorder> recorders = new LinkedHashMap<>();
    private long exits; // the number of exits so far

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
     * A journal of what happens in {@code broker} from now on, which keeps the last {@code messages} messages.
     *
     * @throws IllegalArgumentException if {@code messages} is less than 1
     */
    public static Journal of(Broker broker, int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("a journal must remember at least 1 message: " + messages);
        }
        var journal = new Journal(broker, messages);
        broker.addListener(journal);
        broker.scheduler().spi().addReportSource(() -> new JournalReport(broker.name(), journal.histories()).lines());
        return journal;
    }

    // ---- reading ----

    /**
     * The history of {@code message} so far.
     *
     * @throws IllegalArgumentException if this journal does not know the message, or no longer does
     */
    public MessageHistory history(Message<?> message) {
        return history(message.id());
    }

    /**
     * The history so far of the message with that id.
     *
     * @throws IllegalArgumentException if this journal does not know the message, or no longer does
     */
    public MessageHistory history(long id) {
        lock.lock();
        try {
            MessageRecorder recorder = recorders.get(id);
            if (recorder == null) {
                throw new IllegalArgumentException("the journal does not know message " + id
                        + ": it knows those that were published since it was made, the last " + limit + " of them");
            }
            return recorder.history();
        } finally {
            lock.unlock();
        }
    }

    /** The histories so far of all messages that this journal knows, in order of publication. */
    public List<MessageHistory> histories() {
        lock.lock();
        try {
            return recorders.values().stream().map(MessageRecorder::history).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The histories of the messages that no subscription wanted when they were published, in that order. */
    List<MessageHistory> unrouted() {
        lock.lock();
        try {
            return recorders.values().stream()
                    .filter(MessageRecorder::isUnrouted)
                    .map(MessageRecorder::history)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Requires that the subscription was given a message in this journal or exists in the broker. */
    void requireSubscription(String name) {
        var names = new TreeSet<String>();
        histories().forEach(history -> history.subscriptions().forEach(way -> names.add(way.subscription())));
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
            recorders.put(message.id(), new MessageRecorder(message, clock));
            if (recorders.size() > limit) {
                recorders.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unrouted(Message<?> message) {
        write(message, MessageRecorder::unrouted);
    }

    @Override
    public void delivered(Message<?> message, SubscriptionStatistics subscription) {
        write(message, recorder -> recorder.in(subscription).delivered());
    }

    @Override
    public void received(Delivery<?> delivery) {
        SubscriptionStatistics subscription = delivery.statistics();
        // Only a message received at most once is settled without having been acknowledged.
        boolean settles = subscription.settled() > subscription.acked();
        write(delivery.message(), message -> {
            var recorder = message.in(subscription);
            recorder.received(delivery);
            if (settles) {
                recorder.settled(AttemptOutcome.TAKEN, ++exits);
            }
        });
    }

    @Override
    public void acked(Delivery<?> delivery) {
        write(
                delivery.message(),
                recorder -> recorder.in(delivery.statistics()).settled(AttemptOutcome.ACKED, ++exits));
    }

    @Override
    public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
        write(delivery.message(), recorder -> recorder.in(delivery.statistics()).returned(cause, delay));
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        write(letter.message(), recorder -> recorder.in(subscription).deadLettered(letter.reason(), ++exits));
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        write(message, recorder -> recorder.in(subscription).dropped(reason, ++exits));
    }

    @Override
    public void handled(Delivery<?> delivery, Duration time, @Nullable HandlerFailure failure) {
        if (failure != null) {
            write(
                    delivery.message(),
                    recorder -> recorder.in(delivery.statistics()).failed(delivery.attempt(), failure));
        }
    }

    private void write(Message<?> message, Consumer<MessageRecorder> entry) {
        lock.lock();
        try {
            MessageRecorder recorder = recorders.get(message.id());
            if (recorder != null) {
                entry.accept(recorder);
            }
        } finally {
            lock.unlock();
        }
    }
}

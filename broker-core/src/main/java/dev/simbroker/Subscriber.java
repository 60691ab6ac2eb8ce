package dev.simbroker;

import dev.simbroker.queue.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A member of a subscription, from which messages are received. If it has several destinations and more than one holds
 * a message, the one that was declared first comes first.
 *
 * <p>Any process may receive from it; several at once are served first come, first served, if it has one destination.
 * As a {@link Source} it can be waited on together with others by a {@link dev.simbroker.queue.Select}.
 *
 * @param <T> the type of the payloads
 */
public interface Subscriber<T> extends Source<Delivery<T>>, AutoCloseable {

    /**
     * Its name, by which the members of a group are told apart: the subscription's, with a number from the second
     * member on.
     */
    String name();

    /** The subscription's name. */
    String subscription();

    /** The topics and patterns that it is subscribed to, in declared order. */
    List<Destination<? extends T>> destinations();

    /**
     * Receives a message, waiting for one as long as it takes.
     *
     * @throws SubscriptionClosedException if this subscriber is or becomes closed
     */
    Delivery<T> receive() throws InterruptedException;

    /**
     * Receives a message, waiting for one for at most {@code timeout}.
     *
     * @throws SubscriptionClosedException if this subscriber is or becomes closed
     */
    Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException;

    /**
     * Receives a message if there is one now.
     *
     * @throws SubscriptionClosedException if this subscriber is closed
     */
    Optional<Delivery<T>> tryReceive();

    /**
     * The statistics of the subscription on its only destination; still readable after it is deleted.
     *
     * @throws IllegalStateException if it has several destinations
     */
    SubscriptionStatistics statistics();

    /**
     * The statistics of the subscription on one of its destinations; still readable after it is deleted.
     *
     * @throws IllegalArgumentException if it is not subscribed to {@code destination}
     */
    SubscriptionStatistics statistics(Destination<?> destination);

    /** Whether it was closed, or its subscription was deleted on every destination. */
    boolean isClosed();

    /**
     * Leaves the subscription. What this subscriber has in flight is returned at once, what was assigned to it goes to
     * other members, and every process that waits in it gets a {@link SubscriptionClosedException}. The subscription
     * itself goes on collecting messages until it is {@linkplain Broker#deleteSubscription deleted}, unless it was made
     * to be deleted with its last subscriber. Closing it again does nothing.
     */
    @Override
    void close();

    /**
     * Leaves the subscription as if this subscriber's machine had failed: as {@link #close}, but reported as a crash.
     */
    void crash();
}

package dev.simbroker;

import dev.simbroker.queue.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The live handle of a subscription: what messages are received from. It has a queue for each of its topics; where several
 * hold a message, the topic that was declared first comes first.
 *
 * <p>Any process may receive from it, several at once are served first come, first served. As a {@link Source} it can be waited
 * on together with others by a {@link dev.simbroker.queue.Select}.
 *
 * @param <T> what the messages carry
 */
public interface Subscriber<T> extends Source<Delivery<T>>, AutoCloseable {

    /** The subscription's name. */
    String name();

    /** The topics, in declared order. */
    List<Topic<? extends T>> topics();

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

    /** The figures of this subscription, one for each topic in declared order; still readable after it is closed. */
    List<SubscriptionStatistics> statistics();

    /**
     * Ends the subscription: it gets no more messages, those in its queues are discarded and counted as such, and every process
     * that waits in it gets a {@link SubscriptionClosedException}. Closing it again does nothing.
     */
    @Override
    void close();
}

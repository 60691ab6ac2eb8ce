package dev.simbroker;

import java.time.Duration;

/**
 * Handlers at work on a subscription, see {@link Broker#subscribe(Destination, Subscription, int, MessageHandler)}.
 *
 * @param <T> what the messages carry
 */
public interface MessageConsumer<T> extends AutoCloseable {

    /** What the handlers receive from. */
    Subscriber<T> subscriber();

    /**
     * Ends it: no more messages are received, and those in work are finished. Called by a process, it waits for that as long as it
     * takes; called by one of the handlers, it waits for the others, and the caller's own message is finished when it returns. Called from
     * elsewhere, where waiting is impossible, what is in work is returned at once and the handlers are interrupted. Closing it again does
     * nothing.
     */
    @Override
    void close() throws InterruptedException;

    /**
     * Ends it, and waits at most for {@code grace} for the messages in work to be finished; what is not finished then is returned, and its
     * handler interrupted.
     */
    void close(Duration grace) throws InterruptedException;
}

package dev.simbroker;

import java.time.Duration;

/**
 * Handlers at work on a subscription, made by {@link MessageBroker#consume}. Its methods may be called by any process
 * of the broker's scheduler, and by its own handlers.
 *
 * @param <T> the type of the payloads
 */
public interface MessageConsumer<T> extends AutoCloseable {

    /** The subscriber that the handlers receive from. */
    Subscriber<T> subscriber();

    /**
     * How many of its handlers are alive: at work, or waiting for a message. No failure of a handler ends one; they end
     * with their consumer or scheduler. From any thread.
     */
    int workers();

    /**
     * Ends it at once: no more messages are received, the messages in work are returned, to be delivered again, and
     * their handlers interrupted. If called by a handler, that one's own message stays in work until the handler
     * returns. Never waits, and so may be called where waiting is impossible. Closing it again does nothing.
     */
    @Override
    void close();

    /**
     * Ends it after the messages in work are finished, which it waits for; no more messages are received. If called by
     * a handler, it waits for the others, and the caller's own message is finished when the handler returns.
     *
     * @throws InterruptedException if the caller is interrupted: nothing more is received then, and the handlers go on
     *     with what is in work
     * @throws IllegalStateException if the caller cannot wait; nothing has happened then
     */
    void drain() throws InterruptedException;

    /**
     * Ends it like {@link #drain()}, but waits at most for {@code grace}. Messages that are not finished then are
     * returned, and their handlers interrupted.
     *
     * @return whether all messages in work were finished
     * @throws IllegalArgumentException if {@code grace} is negative
     * @throws InterruptedException as {@link #drain()}
     * @throws IllegalStateException as {@link #drain()}
     */
    boolean drain(Duration grace) throws InterruptedException;
}

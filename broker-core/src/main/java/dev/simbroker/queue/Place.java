package dev.simbroker.queue;

import dev.simbroker.time.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * One process's place in a {@link Line}. A taker comes without an element and is served by being given one; a putter brings
 * one and is served by its being taken. All fields belong to the mailbox's guard.
 */
final class Place<E> {

    final Waiter waiter;

    @Nullable E element;

    boolean served;

    boolean inLine;

    @Nullable Place<E> previous;

    @Nullable Place<E> next;

    Place(Waiter waiter, @Nullable E element) {
        this.waiter = waiter;
        this.element = element;
    }

    /** Tells the waiting process that it has what it came for. */
    void serve() {
        served = true;
        waiter.wake();
    }
}

package dev.simbroker.queue;

import dev.simbroker.time.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * One process's place in a {@link WaitLine}, with the element that it brought or was given. Everything here belongs to the
 * line's guard.
 *
 * @param <E> what is waited for, or waits
 */
public final class Place<E> {

    final Waiter waiter;
    boolean served;
    boolean expelled;

    boolean inLine;

    @Nullable Place<E> previous;

    @Nullable Place<E> next;

    private final @Nullable Object owner;
    private @Nullable E element;

    Place(Waiter waiter, @Nullable Object owner, @Nullable E element) {
        this.waiter = waiter;
        this.owner = owner;
        this.element = element;
    }

    /** Whom the process waits for, if it said so. */
    public @Nullable Object owner() {
        return owner;
    }

    /** What the process brought, or was given. */
    public @Nullable E element() {
        return element;
    }

    /** Tells the process that what it brought was taken. Its place must have left the line. */
    public void serve() {
        served = true;
        waiter.wake();
    }

    /** Gives the process what it waits for. Its place must have left the line. */
    public void serve(E given) {
        element = given;
        serve();
    }
}

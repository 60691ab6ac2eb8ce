package dev.simbroker.internal.wait;

import dev.simbroker.internal.util.VarHandles;
import dev.simbroker.internal.wait.WaitQueue.Outcome;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One process's wait in a {@link WaitQueue}, with the element that it brought or was given.
 *
 * <p>It is written inside the queue's guard. How the wait ended may be read outside of it, and a thread that has read
 * that may read the element: so the process that waits need not enter the guard once more to find out.
 *
 * @param <E> the type of what is waited for, or of what waits
 */
public final class WaitNode<E> {

    private static final VarHandle OUTCOME = VarHandles.ofField(MethodHandles.lookup(), "outcome", Outcome.class);

    final Waiter waiter;

    // of the queue
    boolean isQueued;

    @Nullable WaitNode<E> previous;

    @Nullable WaitNode<E> next;

    private final Guard guard;
    private final @Nullable Object owner;
    private @Nullable E element;

    @SuppressWarnings("unused") // by its handle
    private @Nullable Outcome outcome;

    WaitNode(Guard guard, Waiter waiter, @Nullable Object owner, @Nullable E element) {
        this.guard = guard;
        this.waiter = waiter;
        this.owner = owner;
        this.element = element;
    }

    /** What the process waits for or as, such as the lock's next owner; null if it named nothing. */
    public @Nullable Object owner() {
        return owner;
    }

    /** The element that the process brought, or was given. */
    public @Nullable E element() {
        return element;
    }

    /**
     * Tells the process that what it brought was taken, or what it waits for has come. The node must have left the
     * queue.
     */
    public void serve() {
        end(Outcome.SERVED);
        guard.wake(waiter);
    }

    /** Gives the process the element that it waits for. The node must have left the queue. */
    public void serve(E given) {
        element = given;
        serve();
    }

    /** Sends the process away. The node must have left the queue. */
    void expel() {
        end(Outcome.EXPELLED);
        guard.wake(waiter);
    }

    /** Notes how the wait has ended, after everything else has been written. */
    void end(Outcome how) {
        OUTCOME.setRelease(this, how);
    }

    /** How the wait has ended; null as long as the node is in the queue. May be called outside the guard. */
    @Nullable Outcome outcome() {
        return (Outcome) OUTCOME.getAcquire(this);
    }
}

package dev.simbroker.time;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who may touch a simulation: one thread at a time while it runs, anybody between runs.
 *
 * <p>It is passed on by comparison, because a driver may take it from a process that is stuck; whoever comes back after that has lost it.
 */
final class Baton {

    /** The thread that holds it; null between runs. */
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

    @Nullable Thread holder() {
        return holder.get();
    }

    boolean isHeldByCaller() {
        return holder.get() == Thread.currentThread();
    }

    /** @throws IllegalStateException if another thread holds it */
    void checkAccess() {
        if (!mayAccess()) {
            throw new IllegalStateException("thread '" + Thread.currentThread().getName()
                    + "' is not a process of the simulation, which is running: only its own processes may use it now; "
                    + "spawn a process instead of starting a thread");
        }
    }

    /** Whether the caller may touch the simulation. */
    boolean mayAccess() {
        Thread owner = holder.get();
        return owner == null || owner == Thread.currentThread();
    }

    /**
     * Gives the caller's baton to another thread.
     *
     * @throws IllegalStateException if the caller has lost it
     */
    void passTo(Thread next) {
        Thread me = Thread.currentThread();
        if (!pass(me, next)) {
            throw new IllegalStateException("thread '" + me.getName() + "' has lost its turn: it was blocked too long");
        }
    }

    /** Passes the baton from one thread to another; false if the first one does not have it. */
    boolean pass(Thread from, Thread to) {
        return holder.compareAndSet(from, to);
    }

    /** Takes it at the beginning of a run, when nobody has it. */
    void take() {
        holder.set(Thread.currentThread());
    }

    /** Takes it from a thread that does not give it; false if that has given it away just now. */
    boolean takeFrom(Thread stuck) {
        return pass(stuck, Thread.currentThread());
    }

    void release() {
        holder.set(null);
    }
}

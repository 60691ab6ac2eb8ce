package dev.simbroker.internal.kernel;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The right to touch a simulation: one thread at a time has it during a run, everybody between runs. Thread-safe.
 *
 * <p>It is passed on by comparison, because a driver may take it from a process that is stuck; a process that comes back after that has lost
 * it. That one comparison is all that a hand-over writes: the process that holds the baton runs, and one that waits for it looks whether it
 * has arrived.
 */
final class Baton {

    private static final AtomicReferenceFieldUpdater<Baton, @Nullable Coroutine> HOLDER =
            AtomicReferenceFieldUpdater.newUpdater(Baton.class, Coroutine.class, "holder");

    /** Null between runs. */
    private volatile @Nullable Coroutine holder;

    @Nullable Coroutine holder() {
        return holder;
    }

    /** The process that holds it; null if it is a driver, or nobody. */
    @Nullable SimulatedProcess process() {
        Coroutine owner = holder;
        return owner == null ? null : owner.process();
    }

    boolean isHeldByCaller() {
        Coroutine owner = holder;
        return owner != null && owner.isCaller();
    }

    boolean isHeldBy(Coroutine coroutine) {
        return holder == coroutine;
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
        Coroutine owner = holder;
        return owner == null || owner.isCaller();
    }

    /**
     * Gives the baton of the coroutine that calls to another one.
     *
     * @throws IllegalStateException if the caller has lost it
     */
    void give(Coroutine caller, Coroutine next) {
        if (!pass(caller, next)) {
            throw new IllegalStateException(
                    "thread '" + Thread.currentThread().getName() + "' has lost its turn: it was blocked too long");
        }
    }

    /** Passes the baton from one coroutine to another, which need not be the caller; false if the first one does not have it. */
    boolean pass(Coroutine from, Coroutine to) {
        return HOLDER.compareAndSet(this, from, to);
    }

    /** Takes it at the beginning of a run, when nobody has it. */
    void take(Coroutine driver) {
        holder = driver;
    }

    void release() {
        holder = null;
    }
}

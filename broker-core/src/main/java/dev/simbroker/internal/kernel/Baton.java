package dev.simbroker.internal.kernel;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Who may touch a simulation: one thread at a time while it runs, anybody between runs.
 *
 * <p>It is passed on by comparison, because a driver may take it from a process that is stuck; whoever comes back after that has lost it. That
 * one comparison is all that a hand-over writes: who runs is who holds the baton, and who waits for it looks whether it is here.
 *
 * <p>In calm weather, when operations are nothing that is noted, counted or interposed, what is done outside the guarded section asks only whether its
 * caller has signed. The holder signs when it is asked first, and from then on that is one look.
 */
final class Baton {

    private static final AtomicReferenceFieldUpdater<Baton, @Nullable Coroutine> HOLDER =
            AtomicReferenceFieldUpdater.newUpdater(Baton.class, Coroutine.class, "holder");
    private static final AtomicReferenceFieldUpdater<Baton, @Nullable Thread> SIGNATURE =
            AtomicReferenceFieldUpdater.newUpdater(Baton.class, Thread.class, "signature");

    /** Null between runs. */
    private volatile @Nullable Coroutine holder;
    /** The thread of the last holder that was asked; null if the baton was taken from it since, between runs, and while it is not calm. */
    private volatile @Nullable Thread signature;

    /** Whether an operation is nothing but that; for the holder. */
    private boolean calm;

    Baton(boolean calm) {
        this.calm = calm;
    }

    boolean isCalm() {
        return calm;
    }

    /** From now on operations matter. */
    void endCalm() {
        calm = false;
        signature = null;
    }

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

    /** The caller signs if it holds it and it is calm. */
    void sign() {
        if (calm && isHeldByCaller()) {
            Thread caller = Thread.currentThread();
            signature = caller;
            if (!isHeldByCaller()) { // it was taken away between the two
                SIGNATURE.compareAndSet(this, caller, null);
            }
        }
    }

    /** Whether the caller holds it and it is calm; false also for one that has not signed. */
    boolean isSignedByCaller() {
        return signature == Thread.currentThread();
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

    /** Passes the baton from one coroutine to another; false if the first one does not have it. */
    boolean pass(Coroutine from, Coroutine to) {
        return HOLDER.compareAndSet(this, from, to);
    }

    /** The same, from one that does not pass it itself. */
    boolean takeFrom(Coroutine holder, Coroutine to) {
        boolean taken = pass(holder, to);
        if (taken) {
            signature = null;
        }
        return taken;
    }

    /** Takes it at the beginning of a run, when nobody has it. */
    void take(Coroutine driver) {
        holder = driver;
    }

    void release() {
        signature = null;
        holder = null;
    }
}

package dev.simbroker.internal.kernel;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The right to touch a simulation: one thread at a time has it during a run, everybody between runs. Thread-safe.
 *
 * <p>It is passed on by comparison, because a driver may take it from a process that is stuck; a process that comes
 * back after that has lost it. That one comparison is all that a hand-over writes: the process that holds the baton
 * runs, and one that waits for it looks whether it has arrived.
 */
final class Baton {

    private static final AtomicReferenceFieldUpdater<Baton, @Nullable BatonHolder> HOLDER =
            AtomicReferenceFieldUpdater.newUpdater(Baton.class, BatonHolder.class, "holder");

    /** Null between runs. */
    private volatile @Nullable BatonHolder holder;

    private final Runnable onRefusal;

    /** @param onRefusal is run by each thread that is refused */
    Baton(Runnable onRefusal) {
        this.onRefusal = onRefusal;
    }

    @Nullable BatonHolder holder() {
        return holder;
    }

    /** The process that holds it; null if it is a driver, or nobody. */
    @Nullable SimulatedProcess process() {
        BatonHolder owner = holder;
        return owner == null ? null : owner.process();
    }

    boolean isHeldByCaller() {
        BatonHolder owner = holder;
        return owner != null && owner.isCaller();
    }

    @SuppressWarnings("ReferenceEquality") // a holder is equal to itself alone
    boolean isHeldBy(BatonHolder other) {
        return holder == other;
    }

    /** @throws IllegalStateException if another thread holds it */
    void checkAccess() {
        if (!mayAccess()) {
            onRefusal.run();
            String thread = Thread.currentThread().getName();
            throw new IllegalStateException(
                    CallSite.isInProcess()
                            ? "process '" + thread + "' belongs to another simulation than the one it uses, which is"
                                    + " running: only its own processes may use it now"
                            : "thread '" + thread + "' is not a process of the simulation, which is running: only its"
                                    + " own processes may use it now; spawn a process instead of starting a thread");
        }
    }

    /** Whether the caller may touch the simulation. */
    boolean mayAccess() {
        BatonHolder owner = holder;
        return owner == null || owner.isCaller();
    }

    /**
     * Gives the baton of the calling holder to another one.
     *
     * @throws IllegalStateException if the caller has lost it
     */
    void give(BatonHolder caller, BatonHolder next) {
        if (!pass(caller, next)) {
            throw new IllegalStateException(
                    "thread '" + Thread.currentThread().getName() + "' has lost its turn: it was blocked too long");
        }
    }

    /**
     * Passes the baton from one holder, which need not be the caller, to another; false if the first one does not have
     * it.
     */
    boolean pass(BatonHolder from, BatonHolder to) {
        return HOLDER.compareAndSet(this, from, to);
    }

    /** Takes it at the beginning of a run, when nobody has it. */
    void take(BatonHolder driver) {
        holder = driver;
    }

    void release() {
        holder = null;
    }
}

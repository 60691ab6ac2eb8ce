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
        Thread owner = holder.get();
        if (owner != null && owner != Thread.currentThread()) {
            throw new IllegalStateException("thread '" + Thread.currentThread().getName()
                    + "' is not a process of the simulation, which is running: only its own processes may use it now; "
                    + "spawn a process instead of starting a thread");
        }
    }

    /** Gives the caller's baton to {@code next}, which goes on. */
    void passTo(Coroutine next) {
        Thread me = Thread.currentThread();
        if (!holder.compareAndSet(me, next.thread())) {
            throw new IllegalStateException("thread '" + me.getName() + "' has lost its turn: it was blocked too long");
        }
        next.resume();
    }

    /** Takes it at the beginning of a run, when nobody has it. */
    void take() {
        holder.set(Thread.currentThread());
    }

    /** Takes it from a thread that does not give it; false if that has given it away just now. */
    boolean takeFrom(Thread stuck) {
        return holder.compareAndSet(stuck, Thread.currentThread());
    }

    void release() {
        holder.set(null);
    }
}

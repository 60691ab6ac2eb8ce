package dev.simbroker.internal.util;

import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.Waiter;

/**
 * A guard with what the engine asks beyond {@link Guard}: when it may read guarded state from outside the section.
 *
 * <p>The defaults are those of a guard that excludes other threads. They assume nothing except the exclusion, so they
 * also hold for any guard that a scheduler of somebody else's makes.
 */
public interface EngineGuard extends Guard {

    /** A new guard of {@code scheduler}. */
    static EngineGuard of(SchedulerSpi scheduler) {
        Guard guard = scheduler.newGuard();
        return guard instanceof EngineGuard ours ? ours : new Adapter(guard);
    }

    /**
     * A point at which another process may go first, for what reads guarded state without entering the section. Does
     * nothing where processes run in parallel, since there others can go first at any point. May be called from any
     * thread.
     */
    default void pass() {}

    /** Whether processes run in parallel, so that a caller that can do without entering does not hold up others. */
    default boolean isParallel() {
        return true;
    }

    /**
     * Whether an operation may do without the section, because those inside allow for it at any time. Where processes
     * run in parallel, it always may. In a simulation it may as long as operations need not be noted, and callers are
     * refused as by {@link #enter}.
     */
    default boolean mayStayOutside() {
        return true;
    }

    /** A guard that knows the four methods of {@link Guard} only. */
    record Adapter(Guard guard) implements EngineGuard {

        @Override
        public void enter() {
            guard.enter();
        }

        @Override
        public void exit() {
            guard.exit();
        }

        @Override
        public void wake(Waiter waiter) {
            guard.wake(waiter);
        }

        @Override
        public boolean isHeldByCaller() {
            return guard.isHeldByCaller();
        }
    }
}

package dev.simbroker.internal.executor;

import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The processes that wait until a condition holds, and then all go on: the completion of a future, the end of an
 * executor.
 *
 * <p>The condition must be readable without a guard, and once it holds, go on holding.
 */
final class WaitSet {

    private final SchedulerSpi scheduler;
    private final Guard guard;
    private final List<Waiter> waiters = new ArrayList<>(1);

    WaitSet(SchedulerSpi scheduler) {
        this.scheduler = scheduler;
        this.guard = scheduler.newGuard();
    }

    /**
     * Waits until {@code reached}, at most until the deadline, and answers whether it is. An interrupt that comes
     * together with what is waited for leaves only the interrupt status behind.
     */
    boolean await(BooleanSupplier reached, WaitReason reason, long deadline) throws InterruptedException {
        if (reached.getAsBoolean()) {
            return true;
        }
        Waiter me = scheduler.currentWaiter();
        add(me);
        try {
            while (!reached.getAsBoolean()) {
                if (scheduler.nanoTime() >= deadline) {
                    return false;
                }
                me.await(reason, deadline);
            }
            return true;
        } catch (InterruptedException e) {
            if (!reached.getAsBoolean()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return true;
        } finally {
            remove(me);
        }
    }

    /** Makes every waiting process look again; answers whether there was one. */
    boolean wakeAll() {
        guard.enter();
        try {
            waiters.forEach(guard::wake);
            return !waiters.isEmpty();
        } finally {
            guard.exit();
        }
    }

    private void add(Waiter waiter) {
        guard.enter();
        try {
            waiters.add(waiter);
        } finally {
            guard.exit();
        }
    }

    private void remove(Waiter waiter) {
        guard.enter();
        try {
            waiters.remove(waiter);
        } finally {
            guard.exit();
        }
    }
}

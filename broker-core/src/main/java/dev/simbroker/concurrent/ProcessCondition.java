package dev.simbroker.concurrent;

import dev.simbroker.concurrent.ProcessLock.Claim;
import dev.simbroker.concurrent.ProcessLock.Owner;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.internal.wait.WaitQueue.Outcome;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A condition of a {@link ProcessLock}: a queue of waiters of its own, under the lock's guard.
 *
 * <p>What a process waits for here is a place in the line for the lock, which a signal gives it. If it got its place
 * only when it goes on, processes that asked for the lock meanwhile would be before it.
 */
final class ProcessCondition implements Condition {

    private final SchedulerSpi scheduler;
    private final ProcessLock lock;
    /** Guarded by the lock's guard. */
    private final WaitQueue<WaitNode<Claim>> waiters;

    ProcessCondition(SchedulerSpi scheduler, ProcessLock lock) {
        this.scheduler = scheduler;
        this.lock = lock;
        this.waiters = new WaitQueue<>(scheduler, lock.guard, () -> "a signal of a condition of " + lock.description());
    }

    @Override
    public void await() throws InterruptedException {
        isSignalledBefore(Scheduler.FOREVER);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return isSignalledBefore(scheduler.deadlineAfter(unit.toNanos(time)));
    }

    @Override
    public long awaitNanos(long timeout) throws InterruptedException {
        long start = scheduler.nanoTime();
        isSignalledBefore(scheduler.deadlineAfter(timeout));
        return Durations.left(timeout, scheduler.nanoTime() - start);
    }

    /** Waits until {@code deadline} on the scheduler's clock. */
    @Override
    @SuppressWarnings("JavaUtilDate") // the JDK's interface wants it
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        var left = Duration.between(scheduler.instant(scheduler.nanoTime()), Instant.ofEpochMilli(deadline.getTime()));
        return isSignalledBefore(scheduler.deadlineAfter(Durations.nanos(left)));
    }

    /** Whether a signal came before the deadline. */
    private boolean isSignalledBefore(long deadline) throws InterruptedException {
        Interrupts.check();
        var wait = begin();
        try {
            return waiters.await(wait.waiter, deadline) == Outcome.SERVED;
        } finally {
            lock.acquire(wait.claim, wait.waiter.element());
        }
    }

    @Override
    public void awaitUninterruptibly() {
        var wait = begin();
        try {
            waiters.awaitUninterruptibly(wait.waiter);
        } finally {
            lock.acquire(wait.claim, wait.waiter.element());
        }
    }

    /** Joins the waiters and gives the lock back, as one: a signal between the two would be lost. */
    private Wait begin() {
        Owner me = lock.me();
        waiters.checkOutside();
        lock.guard.enter();
        try {
            lock.checkHeldBy(me);
            var claim = new Claim(me, lock.releaseAll());
            return new Wait(claim, waiters.join(claim, null));
        } finally {
            lock.guard.exit();
        }
    }

    @Override
    public void signal() {
        signal(false);
    }

    @Override
    public void signalAll() {
        signal(true);
    }

    private void signal(boolean all) {
        Owner me = lock.me();
        lock.guard.enter();
        try {
            lock.checkHeldBy(me);
            WaitNode<WaitNode<Claim>> next;
            do {
                next = waiters.poll();
                if (next != null) {
                    next.serve(lock.standInLine(next, claimOf(next)));
                }
            } while (all && next != null);
        } finally {
            lock.guard.exit();
        }
    }

    private static Claim claimOf(WaitNode<?> waiter) {
        return (Claim) Objects.requireNonNull(waiter.owner());
    }

    /** A wait that has begun, and what the process wants of the lock after it. */
    private record Wait(Claim claim, WaitNode<WaitNode<Claim>> waiter) {}
}

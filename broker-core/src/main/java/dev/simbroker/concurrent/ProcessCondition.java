package dev.simbroker.concurrent;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A condition of a {@link ProcessLock}: a queue of waiters of its own, under the lock's guard. */
final class ProcessCondition implements Condition {

    private final SchedulerSpi scheduler;
    private final ProcessLock lock;
    /** Guarded by the lock's guard. */
    private final WaitQueue<Void> waiters;

    ProcessCondition(SchedulerSpi scheduler, ProcessLock lock) {
        this.scheduler = scheduler;
        this.lock = lock;
        this.waiters = new WaitQueue<>(scheduler, lock.guard, () -> "a signal of a condition of " + lock);
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
        return timeout - (scheduler.nanoTime() - start);
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
        Owner me = lock.me();
        var wait = begin(me);
        try {
            return waiters.await(wait.waiter, deadline) == Outcome.SERVED;
        } finally {
            lock.acquire(me, wait.holds);
        }
    }

    @Override
    public void awaitUninterruptibly() {
        Owner me = lock.me();
        var wait = begin(me);
        try {
            waiters.awaitUninterruptibly(wait.waiter);
        } finally {
            lock.acquire(me, wait.holds);
        }
    }

    /** Joins the waiters and gives the lock back, as one: a signal between the two would be lost. */
    private Wait begin(Owner me) {
        lock.guard.enter();
        try {
            lock.checkHeldBy(me);
            var waiter = waiters.join(me, null);
            return new Wait(waiter, lock.releaseAll());
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
            WaitNode<Void> next;
            do {
                next = waiters.poll();
                if (next != null) {
                    next.serve();
                }
            } while (all && next != null);
        } finally {
            lock.guard.exit();
        }
    }

    /** A wait that has begun, and how many times the lock was held. */
    private record Wait(WaitNode<Void> waiter, int holds) {}
}

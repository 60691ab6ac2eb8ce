package dev.simbroker.concurrent;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.internal.wait.WaitQueue.Outcome;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fair {@link Semaphore} that waits in the time of its {@link Scheduler}.
 *
 * <p>It keeps the contract of a fair {@code Semaphore}: permits go first come, first served, and a process that wants
 * many is not overtaken by one that wants few, except by {@link #tryAcquire()}. A process that was given permits has
 * them, even if it was interrupted or its time ran out in the same instant; its interrupt status is kept.
 *
 * <p>Two methods of {@code Semaphore} are final and know nothing of the processes that wait here:
 * {@code hasQueuedThreads} is always false and {@code getQueueLength} always 0. Use {@link #waiting}. Permits may be
 * released, and taken where nothing is to be waited for, by everybody who may use the scheduler, timers' tasks
 * included. It cannot be serialized.
 */
public final class ProcessSemaphore extends Semaphore {

    private static final long serialVersionUID = 1;

    private final transient SchedulerSpi scheduler;
    private final transient String name;
    private final transient EngineGuard guard;

    // guarded by guard
    private final transient WaitQueue<Integer> waiters;
    private transient int permits;
    private transient int waiting;

    private ProcessSemaphore(Scheduler scheduler, String name, int permits) {
        super(0, true);
        this.scheduler = scheduler.spi();
        this.name = Objects.requireNonNull(name, "name");
        this.guard = EngineGuard.of(this.scheduler);
        this.waiters = new WaitQueue<>(this.scheduler, guard, () -> "a permit of " + description());
        this.permits = permits;
    }

    /**
     * A new semaphore with {@code permits}. A negative number is a debt: permits that are released pay it off before
     * any can be acquired.
     *
     * @param name appears in reports
     */
    public static ProcessSemaphore create(Scheduler scheduler, String name, int permits) {
        return new ProcessSemaphore(scheduler, name, permits);
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    private String description() {
        return "semaphore '" + name + "'";
    }

    /** The number of processes that wait for permits. */
    public int waiting() {
        guard.enter();
        try {
            return waiting;
        } finally {
            guard.exit();
        }
    }

    // ---- acquiring ----

    @Override
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    @Override
    public void acquire(int count) throws InterruptedException {
        acquireUntil(count, Scheduler.FOREVER);
    }

    @Override
    public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    @Override
    public boolean tryAcquire(int count, long timeout, TimeUnit unit) throws InterruptedException {
        return acquireUntil(count, scheduler.deadlineAfter(unit.toNanos(timeout)));
    }

    private boolean acquireUntil(int count, long deadline) throws InterruptedException {
        checkCount(count);
        Interrupts.check();
        WaitNode<Integer> waiter;
        guard.enter();
        try {
            if (waiters.isEmpty() && take(count)) {
                return true;
            }
            if (scheduler.nanoTime() >= deadline) {
                return false;
            }
            waiter = join(count);
        } finally {
            guard.exit();
        }
        try {
            return waiters.await(waiter, deadline) == Outcome.SERVED;
        } finally {
            left();
        }
    }

    @Override
    public void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    @Override
    public void acquireUninterruptibly(int count) {
        checkCount(count);
        WaitNode<Integer> waiter;
        guard.enter();
        try {
            if (waiters.isEmpty() && take(count)) {
                return;
            }
            waiter = join(count);
        } finally {
            guard.exit();
        }
        try {
            waiters.awaitUninterruptibly(waiter);
        } finally {
            left();
        }
    }

    @Override
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /** Takes permits that are there, even if others wait for them. */
    @Override
    public boolean tryAcquire(int count) {
        checkCount(count);
        guard.enter();
        try {
            return take(count);
        } finally {
            guard.exit();
        }
    }

    private boolean take(int count) {
        if (permits < count) {
            return false;
        }
        permits -= count;
        return true;
    }

    private WaitNode<Integer> join(int count) {
        WaitNode<Integer> waiter = waiters.join(null, count);
        waiting++;
        return waiter;
    }

    /**
     * Told that a process waits no more. If it was the first and went away without permits, there may be enough for the
     * next.
     */
    private void left() {
        guard.enter();
        try {
            waiting--;
            serve();
        } finally {
            guard.exit();
        }
    }

    private void serve() {
        for (WaitNode<Integer> next = waiters.peek(); next != null && take(wanted(next)); next = waiters.peek()) {
            waiters.poll();
            next.serve();
        }
    }

    private static int wanted(WaitNode<Integer> waiter) {
        return Objects.requireNonNull(waiter.element());
    }

    // ---- releasing ----

    @Override
    public void release() {
        release(1);
    }

    /**
     * Adds permits, and gives them to the processes that wait.
     *
     * @throws Error if there would be more than {@code Integer.MAX_VALUE}, as in {@link Semaphore}
     */
    @Override
    public void release(int count) {
        checkCount(count);
        guard.enter();
        try {
            if (permits + count < permits) {
                throw new Error(description() + " has " + permits + " permits and cannot hold " + count + " more");
            }
            permits += count;
            serve();
        } finally {
            guard.exit();
        }
    }

    @Override
    public int availablePermits() {
        guard.enter();
        try {
            return permits;
        } finally {
            guard.exit();
        }
    }

    @Override
    public int drainPermits() {
        guard.enter();
        try {
            int drained = permits;
            permits = 0;
            serve();
            return drained;
        } finally {
            guard.exit();
        }
    }

    @Override
    public void reducePermits(int reduction) {
        checkCount(reduction);
        guard.enter();
        try {
            if (permits - reduction > permits) {
                throw new Error(description() + " has " + permits + " permits and cannot lose " + reduction + " more");
            }
            permits -= reduction;
        } finally {
            guard.exit();
        }
    }

    private void checkCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "a number of permits of " + description() + " must not be negative: " + count);
        }
    }

    /** Refuses, since the state of a {@code Semaphore} is not that of this one. */
    private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
        throw new NotSerializableException(ProcessSemaphore.class.getName());
    }

    /** Always empty: processes wait here, not threads. */
    @Override
    protected Collection<Thread> getQueuedThreads() {
        return List.of();
    }

    /**
     * Its name, and in brackets {@code Permits =} and their number, as {@link Semaphore} has it. May be called from any
     * thread, and says what was so a moment ago.
     */
    @Override
    public String toString() {
        return description() + "[Permits = " + permits + "]";
    }
}

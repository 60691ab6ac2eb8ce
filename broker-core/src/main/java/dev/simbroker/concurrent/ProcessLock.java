package dev.simbroker.concurrent;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant {@link Lock} that waits in the time of its {@link Scheduler}.
 *
 * <p>It does what a fair {@link java.util.concurrent.locks.ReentrantLock} does. An unlock hands it to the process that
 * has waited longest, so that no other can overtake; {@link #tryLock()} takes it only where it is free. A process that
 * was handed the lock has it, even if it was interrupted or its time ran out in the same instant; its interrupt status
 * is kept.
 *
 * <p>Only processes can hold it: every method that takes or releases it, or waits for a condition, throws an
 * {@link IllegalStateException} on a thread that cannot wait. A process that waits is reported as waiting for
 * {@code lock 'accounts' (held by process 'audit')}, with the holder as {@link WaitReason#holder()}.
 */
public final class ProcessLock implements Lock {

    private final Scheduler scheduler;
    private final SchedulerSpi spi;
    private final String name;
    final EngineGuard guard;

    // guarded by guard
    private final WaitQueue<Claim> waiters;
    private @Nullable Owner owner;
    private int holds;

    private ProcessLock(Scheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.spi = scheduler.spi();
        this.name = Objects.requireNonNull(name, "name");
        this.guard = EngineGuard.of(spi);
        this.waiters = new WaitQueue<>(spi, guard, new Release());
    }

    /** A new lock that is free; its name appears in reports. */
    public static ProcessLock create(Scheduler scheduler, String name) {
        return new ProcessLock(scheduler, name);
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    /** Whether any process holds it. */
    public boolean isLocked() {
        guard.enter();
        try {
            return owner != null;
        } finally {
            guard.exit();
        }
    }

    /** Whether the calling process holds it. */
    public boolean isHeldByCurrentProcess() {
        return holdCount() > 0;
    }

    /** How many times the calling process has locked it and not yet unlocked it. */
    public int holdCount() {
        Owner me = me();
        guard.enter();
        try {
            return me.equals(owner) ? holds : 0;
        } finally {
            guard.exit();
        }
    }

    // ---- taking it ----

    @Override
    public void lock() {
        acquire(new Claim(me(), 1), null);
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        lockUntil(Scheduler.FOREVER);
    }

    @Override
    public boolean tryLock() {
        Owner me = me();
        guard.enter();
        try {
            return take(new Claim(me, 1));
        } finally {
            guard.exit();
        }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return lockUntil(spi.deadlineAfter(unit.toNanos(time)));
    }

    private boolean lockUntil(long deadline) throws InterruptedException {
        Owner me = me();
        Interrupts.check();
        WaitNode<Claim> waiter = takeOrJoin(new Claim(me, 1));
        return waiter == null || waiters.await(waiter, deadline) == WaitQueue.Outcome.SERVED;
    }

    /** Takes it, waiting as long as it takes: at {@code place}, if the process stands in line already. */
    void acquire(Claim claim, @Nullable WaitNode<Claim> place) {
        WaitNode<Claim> waiter = place != null ? place : takeOrJoin(claim);
        if (waiter != null) {
            waiters.awaitUninterruptibly(waiter);
        }
    }

    /** Takes it and answers null, or joins the waiters. */
    private @Nullable WaitNode<Claim> takeOrJoin(Claim claim) {
        guard.enter();
        try {
            return take(claim) ? null : waiters.join(null, claim);
        } finally {
            guard.exit();
        }
    }

    /**
     * Gives a process that waits for something else a place in line, from which it is not overtaken on its way here.
     * Called inside the guard, by the owner.
     */
    WaitNode<Claim> standInLine(WaitNode<?> elsewhere, Claim claim) {
        return waiters.joinFor(elsewhere, claim);
    }

    /** Called inside the guard. */
    private boolean take(Claim claim) {
        if (owner != null && !owner.equals(claim.owner)) {
            return false;
        }
        if (holds + claim.holds < 0) {
            throw new Error(
                    description() + " is held " + holds + " times by " + owner + ": it cannot be held more often");
        }
        owner = claim.owner;
        holds += claim.holds;
        return true;
    }

    // ---- giving it back ----

    /**
     * Gives it back; with the last hold, the process that has waited longest has it.
     *
     * @throws IllegalMonitorStateException if the calling process does not hold it
     */
    @Override
    public void unlock() {
        Owner me = me();
        guard.enter();
        try {
            checkHeldBy(me);
            release(1);
        } finally {
            guard.exit();
        }
    }

    /** Gives all holds back, and answers how many there were. Called inside the guard, by the owner. */
    int releaseAll() {
        int all = holds;
        release(all);
        return all;
    }

    private void release(int count) {
        holds -= count;
        if (holds > 0) {
            return;
        }
        owner = null;
        WaitNode<Claim> next = waiters.poll();
        if (next != null) {
            take(Objects.requireNonNull(next.element()));
            next.serve();
        }
    }

    /** Called inside the guard. */
    void checkHeldBy(Owner me) {
        if (!me.equals(owner)) {
            throw new IllegalMonitorStateException(me + " does not hold " + description() + ", which "
                    + (owner == null ? "is free" : "is held by " + owner));
        }
    }

    /**
     * A new condition of this lock, with the whole contract of {@link Condition}. Signals go first come, first served;
     * a process that was signalled counts as such even if it was interrupted or its time ran out in the same instant.
     * With the signal it has its place in the line for the lock: whoever asks for the lock later gets it later.
     */
    @Override
    public Condition newCondition() {
        return new ProcessCondition(spi, this);
    }

    /**
     * The calling process, as an owner of this lock.
     *
     * @throws IllegalStateException if it cannot wait: it might be a timer's task, which runs on some process's thread
     */
    Owner me() {
        spi.currentWaiter();
        return new Owner(Thread.currentThread(), scheduler.currentProcess().orElse(null));
    }

    String description() {
        return "lock '" + name + "'";
    }

    /**
     * Its name, and in brackets who holds it, as {@link java.util.concurrent.locks.ReentrantLock} has it. May be called
     * from any thread, and says what was so a moment ago.
     */
    @Override
    public String toString() {
        Owner current = owner;
        return description() + (current == null ? "[Unlocked]" : "[Locked by " + current + "]");
    }

    /** What a process wants of the lock: to be its owner, and to hold it as many times. */
    record Claim(Owner owner, int holds) {}

    /**
     * A holder of the lock, or a process that waits for it: a thread, and the process that it carries if that is known.
     */
    record Owner(Thread thread, @Nullable SimProcess process) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Owner that && thread.equals(that.thread);
        }

        @Override
        public int hashCode() {
            return thread.hashCode();
        }

        @Override
        public String toString() {
            return process == null ? "thread '" + thread.getName() + "'" : "process '" + process.name() + "'";
        }
    }

    /**
     * What processes wait for that want the lock. Read without the guard: on a clock that does not stand still for a
     * report, what it says may be a little old.
     */
    private final class Release implements WaitReason {

        @Override
        public String describe() {
            Owner current = owner;
            return description() + (current == null ? "" : " (held by " + current + ")");
        }

        @Override
        public @Nullable SimProcess holder() {
            Owner current = owner;
            return current == null ? null : current.process();
        }
    }
}

package dev.simbroker.concurrent;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.internal.wait.WaitQueue.Outcome;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CountDownLatch} that waits in the time of its {@link Scheduler}, and keeps its whole contract.
 *
 * <p>A wait that ends by the last count in the same instant as by an interrupt or its time-out has ended by the count;
 * the interrupt status is kept. Everybody who may use the scheduler may count down, timers' tasks included.
 */
public final class ProcessLatch extends CountDownLatch {

    private final SchedulerSpi scheduler;
    private final String name;
    private final EngineGuard guard;

    // guarded by guard
    private final WaitQueue<Void> waiters;
    private long count;

    private ProcessLatch(Scheduler scheduler, String name, int count) {
        super(count);
        this.scheduler = scheduler.spi();
        this.name = Objects.requireNonNull(name, "name");
        this.guard = EngineGuard.of(this.scheduler);
        this.waiters = new WaitQueue<>(this.scheduler, guard, this::reason);
        this.count = count;
    }

    /**
     * A new latch that opens after {@code count} counts.
     *
     * @param name appears in reports
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public static ProcessLatch create(Scheduler scheduler, String name, int count) {
        return new ProcessLatch(scheduler, name, count);
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    /** Read without the guard: on a clock that does not stand still for a report, what it says may be a little old. */
    private String reason() {
        return "latch '" + name + "', with " + count + " counts to go";
    }

    @Override
    public void await() throws InterruptedException {
        awaitUntil(Scheduler.FOREVER);
    }

    @Override
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        return awaitUntil(scheduler.deadlineAfter(unit.toNanos(timeout)));
    }

    private boolean awaitUntil(long deadline) throws InterruptedException {
        Interrupts.check();
        WaitNode<Void> waiter = joinIfClosed(deadline);
        return waiter == null ? getCount() == 0 : waiters.await(waiter, deadline) == Outcome.SERVED;
    }

    /** Joins the waiters; null if there is nothing to wait for, since the latch is open or the deadline has come. */
    private @Nullable WaitNode<Void> joinIfClosed(long deadline) {
        guard.enter();
        try {
            return count == 0 || scheduler.nanoTime() >= deadline ? null : waiters.join(null, null);
        } finally {
            guard.exit();
        }
    }

    @Override
    public void countDown() {
        guard.enter();
        try {
            if (count > 0 && --count == 0) {
                open();
            }
        } finally {
            guard.exit();
        }
    }

    private void open() {
        for (WaitNode<Void> next = waiters.poll(); next != null; next = waiters.poll()) {
            next.serve();
        }
    }

    @Override
    public long getCount() {
        guard.enter();
        try {
            return count;
        } finally {
            guard.exit();
        }
    }

    /**
     * Its name, and in brackets {@code Count =} and the count, as {@link CountDownLatch} has it. May be called from any
     * thread, and says what was so a moment ago.
     */
    @Override
    public String toString() {
        return "latch '" + name + "'[Count = " + count + "]";
    }
}

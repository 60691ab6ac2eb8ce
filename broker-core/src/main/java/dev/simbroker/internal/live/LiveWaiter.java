package dev.simbroker.internal.live;

import dev.simbroker.internal.kernel.CallSite;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that can wait in live time. There is one for each thread, since a thread waits for one thing at a time.
 *
 * <p>A wake leaves a permit, as with {@link LockSupport}: one that comes between leaving a guard and waiting is not
 * lost. A permit that is left over from an earlier wait ends the next one for no reason, which callers of
 * {@link Waiter} allow for.
 */
final class LiveWaiter implements Waiter {

    private final LiveTime time;
    private final Outsiders outsiders;
    private final Thread thread;
    private final @Nullable LiveProcess process;

    private volatile boolean woken;

    /**
     * What the thread waits for now, for reports; null if it does not wait, and need not be unparked. It is written
     * before the thread looks at {@link #woken} and parks, and read after that is set, so that one of the two sees what
     * the other has written.
     */
    private volatile @Nullable WaitReason reason;

    private volatile long since;

    LiveWaiter(LiveTime time, Outsiders outsiders, Thread thread, @Nullable LiveProcess process) {
        this.time = time;
        this.outsiders = outsiders;
        this.thread = thread;
        this.process = process;
    }

    /** The process that this waiter stands for; null if it stands for a thread that is none. */
    @Nullable LiveProcess process() {
        return process;
    }

    @Override
    public void await(WaitReason why, long deadline) throws InterruptedException {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "thread '" + thread.getName() + "' can wait only for itself, and was made to by '"
                            + Thread.currentThread().getName() + "'");
        }
        since = why.since() < 0 ? time.nanoTime() : why.since();
        reason = why;
        boolean outside = process == null && why.endsWithScheduler();
        try {
            if (outside) {
                outsiders.begin(this);
            }
            park(why, outside, deadline);
        } finally {
            reason = null;
            if (outside) {
                outsiders.end(this);
            }
        }
    }

    private void park(WaitReason why, boolean outside, long deadline) throws InterruptedException {
        while (!woken) {
            if (process != null) {
                process.checkMayWait();
            } else if (outside && outsiders.isClosed()) {
                throw new IllegalStateException("thread '" + thread.getName() + "' cannot wait for " + why.describe()
                        + ": the scheduler is closed, and nobody is left who brings it");
            }
            Interrupts.check();
            if (deadline == Scheduler.FOREVER) {
                LockSupport.park(this);
            } else {
                long left = deadline - time.nanoTime();
                if (left <= 0) {
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        }
        woken = false;
    }

    @Override
    public void wake() {
        woken = true;
        if (reason != null) {
            LockSupport.unpark(thread);
        }
    }

    void unpark() {
        LockSupport.unpark(thread);
    }

    @Nullable BlockedProcess blocked(String name) {
        WaitReason why = reason;
        if (why == null) {
            return null;
        }
        return new BlockedProcess(
                name,
                process != null && process.background,
                why.describe(),
                Optional.ofNullable(why.holder()).map(SimProcess::name),
                time.instant(since),
                CallSite.of(thread));
    }
}

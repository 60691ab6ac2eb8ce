package dev.simbroker.time.spi;

import dev.simbroker.time.Scheduler;

/**
 * A process that can wait until another wakes it: the primitive under every queue.
 *
 * <p>Use it as one uses {@link java.util.concurrent.locks.LockSupport}: write down under a {@link Guard} what you wait
 * for, leave the guard, {@link #await}, enter it again and look whether it came, in a loop.
 */
public interface Waiter {

    /**
     * Waits until {@link #wake}, the deadline, or for no reason at all, which the caller must allow for. Only the
     * process that this waiter stands for may call it.
     *
     * @param reason what is waited for, for reports on why this process does not go on
     * @param deadline in {@link Scheduler#nanoTime} terms, or {@link Scheduler#FOREVER}
     * @throws InterruptedException if the process was interrupted and not woken before
     */
    void await(WaitReason reason, long deadline) throws InterruptedException;

    /** Ends this process's wait, if it is in one. */
    void wake();
}

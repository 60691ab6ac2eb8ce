package dev.simbroker.internal.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The processes of a live scheduler that have not ended, in the order in which they were spawned. */
final class LiveProcesses {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition foregroundEnded = lock.newCondition();

    // guarded by lock
    private final Set<LiveProcess> alive = new LinkedHashSet<>();
    private int foreground;
    private boolean closed;

    /** Starts a process, unless none may start any more. */
    void start(LiveProcess process) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "cannot spawn process '" + process.name() + "': the scheduler is closed: create a new one");
            }
            process.start(); // where that fails, nothing has happened; it cannot end before the lock is free
            alive.add(process);
            foreground += process.background ? 0 : 1;
        } finally {
            lock.unlock();
        }
    }

    void ended(LiveProcess process) {
        lock.lock();
        try {
            alive.remove(process);
            foreground -= process.background ? 0 : 1;
            if (foreground == 0) {
                foregroundEnded.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no foreground process is alive; false if the time was not enough. */
    boolean awaitForeground(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (foreground > 0) {
                if (left <= 0) {
                    return false;
                }
                left = foregroundEnded.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets no process start from now on; answers whether that is new. */
    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    List<LiveProcess> alive() {
        lock.lock();
        try {
            return List.copyOf(alive);
        } finally {
            lock.unlock();
        }
    }
}

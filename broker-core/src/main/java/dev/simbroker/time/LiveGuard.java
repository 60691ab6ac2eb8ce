package dev.simbroker.time;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A guard that excludes other threads. A {@link ReentrantLock}, since a listener inside the guard may call the broker again, and since
 * waiting for a monitor would pin a virtual thread's carrier on Java 21.
 */
final class LiveGuard implements Guard {

    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void enter() {
        lock.lock();
    }

    @Override
    public void exit() {
        lock.unlock();
    }

    @Override
    public boolean isHeldByCaller() {
        return lock.isHeldByCurrentThread();
    }
}

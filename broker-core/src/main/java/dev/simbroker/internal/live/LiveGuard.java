package dev.simbroker.internal.live;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.spi.Waiter;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A guard that excludes other threads. A {@link ReentrantLock}, since a listener inside the guard may call the broker
 * again, and since waiting for a monitor would pin a virtual thread's carrier on Java 21.
 *
 * <p>A thread that is woken inside is unparked after the lock was released: it would run into the lock otherwise, and
 * park again.
 */
final class LiveGuard implements EngineGuard {

    private static final Waiter[] NOBODY = {};

    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock: the waiters to be woken at the end of the section, the first apart: mostly there is no other
    private @Nullable Waiter first;
    private Waiter[] others = NOBODY;
    private int otherCount;

    @Override
    public void enter() {
        lock.lock();
    }

    @Override
    public void wake(Waiter waiter) {
        if (first == null) {
            first = waiter;
            return;
        }
        if (otherCount == others.length) {
            others = Arrays.copyOf(others, Math.max(4, 2 * otherCount));
        }
        others[otherCount++] = waiter;
    }

    @Override
    public void exit() {
        Waiter woken = first;
        if (woken == null || lock.getHoldCount() != 1) {
            lock.unlock();
            return;
        }
        first = null;
        if (otherCount == 0) {
            lock.unlock();
            woken.wake();
        } else {
            exitAndWake(woken);
        }
    }

    private void exitAndWake(Waiter woken) {
        Waiter[] more = others;
        int count = otherCount;
        others = NOBODY; // the next thread inside may add others while these are being woken
        otherCount = 0;
        lock.unlock();
        woken.wake();
        for (int i = 0; i < count; i++) {
            more[i].wake();
        }
    }

    @Override
    public boolean isHeldByCaller() {
        return lock.isHeldByCurrentThread();
    }
}

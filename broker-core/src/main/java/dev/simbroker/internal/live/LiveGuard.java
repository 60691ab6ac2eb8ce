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

    /** How many frames an entry makes sure of: more than leaving takes, to the release of the lock. */
    private static final int FRAMES_TO_LEAVE = 16;

    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock: the waiters to be woken at the end of the section, the first apart: mostly there is no other
    private @Nullable Waiter first;
    private Waiter[] others = NOBODY;
    private int otherCount;

    /**
     * Enters the section, if there is stack enough to leave it again. Near the end of the stack, the JVM lets
     * {@code lock()} finish with a reserve, and throws then: the lock would be taken by a call that has failed.
     */
    @Override
    public void enter() {
        rehearse(FRAMES_TO_LEAVE);
        int holds = lock.getHoldCount();
        try {
            lock.lock();
        } catch (StackOverflowError e) {
            if (lock.getHoldCount() > holds) {
                lock.unlock();
            }
            throw e;
        }
    }

    /** Takes so many frames of the stack, and gives them back. */
    private static int rehearse(int frames) {
        return frames == 0 ? 0 : rehearse(frames - 1) + 1;
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

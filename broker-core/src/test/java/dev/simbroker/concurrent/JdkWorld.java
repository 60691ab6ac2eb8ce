package dev.simbroker.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The JDK's, on real threads: shows that a contract is the JDK's. */
final class JdkWorld extends ThreadWorld {

    @Override
    public Lock lock(String name) {
        return new ReentrantLock(true);
    }

    @Override
    public Semaphore semaphore(String name, int permits) {
        return new Semaphore(permits, true);
    }

    @Override
    public CountDownLatch latch(String name, int count) {
        return new CountDownLatch(count);
    }

    @Override
    public ExecutorService executor() {
        return remember(Executors.newThreadPerTaskExecutor(this::newThread));
    }

    @Override
    public ScheduledExecutorService scheduledExecutor() {
        return remember(Executors.newScheduledThreadPool(4, this::newThread));
    }
}

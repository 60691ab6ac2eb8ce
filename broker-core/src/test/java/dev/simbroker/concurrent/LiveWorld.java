package dev.simbroker.concurrent;

import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;

/** Ours, on the wall clock, used by threads that nobody has announced to it. */
final class LiveWorld extends ThreadWorld {

    private final LiveScheduler scheduler = Scheduler.live();

    @Override
    public Lock lock(String name) {
        return ProcessLock.create(scheduler, name);
    }

    @Override
    public Semaphore semaphore(String name, int permits) {
        return new ProcessSemaphore(scheduler, name, permits);
    }

    @Override
    public CountDownLatch latch(String name, int count) {
        return new ProcessLatch(scheduler, name, count);
    }

    @Override
    public ExecutorService executor() {
        return remember(scheduler.executor());
    }

    @Override
    public ScheduledExecutorService scheduledExecutor() {
        return remember(scheduler.scheduledExecutor());
    }

    @Override
    public void close() {
        super.close();
        scheduler.close();
    }
}

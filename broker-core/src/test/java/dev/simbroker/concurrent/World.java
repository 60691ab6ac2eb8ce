package dev.simbroker.concurrent;

import dev.simbroker.time.ProcessBody;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;

/** Where a contract is tried: what there is of {@code java.util.concurrent}, and something that runs processes. */
interface World extends AutoCloseable {

    Lock lock(String name);

    Semaphore semaphore(String name, int permits);

    CountDownLatch latch(String name, int count);

    ExecutorService executor();

    ScheduledExecutorService scheduledExecutor();

    /** Starts a process, and answers with what interrupts it. */
    Runnable start(String name, ProcessBody body);

    /** Runs {@code body}, which may wait, and then everything it started to its end. Rethrows what any of them throws. */
    void run(ProcessBody body);

    /** Called by the body: waits until every other process has ended or waits for something. */
    void settle() throws InterruptedException;

    @Override
    void close();
}

package dev.simbroker.concurrent;

import dev.simbroker.testing.ProcessRunner;
import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.testing.ThreadRunner;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Scheduler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The classes of {@code java.util.concurrent} under test, and the processes that use them. */
interface Toolkit extends AutoCloseable {

    /** The JDK's classes on real threads, which show that a contract is the JDK's. */
    static Toolkit jdk() {
        return new Jdk(new ThreadRunner());
    }

    /** This library's classes in simulated time. */
    static Toolkit simulated(Schedule schedule) {
        var stage = SimulatedStage.of(schedule);
        return new OfScheduler(stage.scheduler(), stage, stage::close);
    }

    /** This library's classes on the wall clock, used by threads that its scheduler does not know. */
    static Toolkit live() {
        LiveScheduler scheduler = Scheduler.live();
        return new OfScheduler(scheduler, new ThreadRunner(), scheduler::close);
    }

    ProcessRunner runner();

    Lock lock(String name);

    Semaphore semaphore(String name, int permits);

    CountDownLatch latch(String name, int count);

    ExecutorService executor();

    ScheduledExecutorService scheduledExecutor();

    @Override
    void close();

    record Jdk(ThreadRunner runner) implements Toolkit {

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
            return runner.register(Executors.newThreadPerTaskExecutor(runner::newThread));
        }

        @Override
        public ScheduledExecutorService scheduledExecutor() {
            return runner.register(Executors.newScheduledThreadPool(4, runner::newThread));
        }

        @Override
        public void close() {
            runner.close();
        }
    }

    record OfScheduler(Scheduler scheduler, ProcessRunner runner, Runnable closeScheduler) implements Toolkit {

        @Override
        public Lock lock(String name) {
            return ProcessLock.create(scheduler, name);
        }

        @Override
        public Semaphore semaphore(String name, int permits) {
            return ProcessSemaphore.create(scheduler, name, permits);
        }

        @Override
        public CountDownLatch latch(String name, int count) {
            return ProcessLatch.create(scheduler, name, count);
        }

        @Override
        public ExecutorService executor() {
            return runner.register(scheduler.executor());
        }

        @Override
        public ScheduledExecutorService scheduledExecutor() {
            return runner.register(scheduler.scheduledExecutor());
        }

        @Override
        public void close() {
            runner.close();
            closeScheduler.run();
        }
    }
}

package dev.simbroker.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Many independent, numbered runs on a few threads. The result does not depend on timing: the failure that counts is
 * that of the smallest number. Once a run has failed, runs with greater numbers are given up and those with smaller
 * ones go on.
 */
final class Sweep {

    /** The code of a run. */
    @FunctionalInterface
    interface Job {
        void run(int index) throws Throwable;
    }

    /**
     * The outcome of a sweep.
     *
     * @param passed the number of runs that passed
     * @param aborted the number of runs that a failed assumption aborted
     * @param failedAt the smallest number of a failed run, if there is one
     * @param failure the failure of that run
     */
    record Result(int passed, int aborted, int failedAt, Optional<Throwable> failure) {}

    private static final long TICK_MILLIS = 250;

    private final int threads;
    private final Job job;
    private final CountDownLatch finished;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final List<Worker> workers = new ArrayList<>();
    private int next;
    private int end;
    private int passed;
    private int aborted;
    private @Nullable Throwable failure;

    Sweep(int count, int threads, Job job) {
        this.end = count;
        this.threads = Math.min(count, threads);
        this.job = job;
        this.finished = new CountDownLatch(this.threads);
    }

    /**
     * Starts all runs and waits until they have ended.
     *
     * @param progress receives the number of finished runs now and then
     * @throws InterruptedException if the caller is interrupted; all runs have ended by then
     */
    Result run(LongConsumer progress) throws InterruptedException {
        for (int n = 1; n <= threads; n++) {
            workers.add(new Worker(n));
        }
        workers.forEach(Thread::start);
        try {
            while (!finished.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(done());
            }
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        }
        return new Result(passed, aborted, end, Optional.ofNullable(failure));
    }

    private int done() {
        lock.lock();
        try {
            return passed + aborted;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            end = 0;
            workers.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (finished.getCount() > 0) {
            try {
                finished.await();
            } catch (InterruptedException e) {
                interrupted = true; // the workers have been interrupted and will end
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs one number after another. A platform thread: it drives simulations, whose processes are virtual threads. */
    private final class Worker extends Thread {

        private int at = -1;

        Worker(int number) {
            super("simulation-sweep-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (takeNext()) {
                    Throwable thrown = attempt();
                    note(thrown);
                }
            } finally {
                finished.countDown();
            }
        }

        private boolean takeNext() {
            lock.lock();
            try {
                at = next < end ? next++ : -1;
                return at >= 0;
            } finally {
                lock.unlock();
            }
        }

        private @Nullable Throwable attempt() {
            try {
                job.run(at);
                return null;
            } catch (Throwable e) {
                return e;
            }
        }

        private void note(@Nullable Throwable thrown) {
            lock.lock();
            try {
                Thread.interrupted();
                if (thrown == null) {
                    passed++;
                } else if (thrown instanceof TestAbortedException) {
                    aborted++;
                } else if (at < end) {
                    end = at;
                    failure = thrown;
                    workers.stream().filter(worker -> worker.at > end).forEach(Thread::interrupt);
                }
                at = -1;
            } finally {
                lock.unlock();
            }
        }
    }
}

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
 * Many independent runs on a few threads. Its result does not depend on who was quicker: the failure that counts is that of the smallest
 * number. Once one has failed, greater numbers are given up, and the smaller ones go on.
 */
final class Sweep {

    /** Runs one of them. */
    @FunctionalInterface
    interface Job {
        void run(int index) throws Throwable;
    }

    /**
     * What came out.
     *
     * @param passed how many passed
     * @param aborted how many were aborted, by an assumption
     * @param failedAt the smallest number that failed, if one did
     * @param failure what it failed with
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
     * Runs them all and waits for the end.
     *
     * @param progress is told now and then how many are done
     * @throws InterruptedException if the caller is interrupted; no run is under way any more then
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
                interrupted = true; // the workers have been told, and will come
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes one number after the other. A thread of the platform: it drives simulations, whose processes are the virtual ones. */
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

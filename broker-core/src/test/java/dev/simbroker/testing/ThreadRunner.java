package dev.simbroker.testing;

import dev.simbroker.time.ProcessBody;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/** Platform threads that no scheduler knows, and the executors that are shut down when the test ends. */
public final class ThreadRunner implements ProcessRunner {

    private static final long LONGEST_MILLIS = 20_000;

    /** The time for which all threads must be seen waiting: one that was woken runs only when it gets a processor. */
    private static final int QUIET_MILLIS = 40;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<ExecutorService> executors = new CopyOnWriteArrayList<>();

    @Override
    public <E extends ExecutorService> E register(E executor) {
        executors.add(executor);
        return executor;
    }

    /** Makes a thread that is waited for. */
    public Thread newThread(Runnable task) {
        Thread thread = Thread.ofPlatform().daemon().unstarted(task);
        threads.add(thread);
        return thread;
    }

    @Override
    public Runnable start(String name, ProcessBody body) {
        Thread thread = newThread(() -> runBody(body));
        thread.setName(name);
        thread.start();
        return thread::interrupt;
    }

    private void runBody(ProcessBody body) {
        try {
            body.run();
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    @Override
    public void runToEnd(ProcessBody body) {
        runBody(body);
        Thread.interrupted();
        runBody(this::settle);
        executors.forEach(ExecutorService::shutdownNow);
        for (Thread thread : threads) {
            join(thread);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst() instanceof AssertionError error
                    ? error
                    : new AssertionError("a process failed", failures.getFirst());
        }
    }

    private void join(Thread thread) {
        try {
            thread.join(LONGEST_MILLIS);
        } catch (InterruptedException e) {
            failures.add(e);
        }
        if (thread.isAlive()) {
            failures.add(new AssertionError(thread.getName() + " has not ended"));
        }
    }

    @Override
    public void settle() throws InterruptedException {
        for (int quiet = 0; quiet < QUIET_MILLIS; quiet++) {
            Thread.sleep(1);
            if (!threads.stream().allMatch(ThreadRunner::isSettled)) {
                quiet = -1;
            }
        }
    }

    private static boolean isSettled(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }

    @Override
    public void close() {
        executors.forEach(ExecutorService::shutdownNow);
        threads.forEach(Thread::interrupt);
    }
}

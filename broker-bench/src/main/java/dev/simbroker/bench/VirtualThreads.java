package dev.simbroker.bench;

import java.util.ArrayList;
import java.util.List;

/** Virtual threads that run until they are interrupted. */
final class VirtualThreads implements AutoCloseable {

    /** Code that may wait. */
    interface Body {
        void run() throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();

    /** Starts a thread that repeats {@code body}. */
    void repeat(Body body) {
        threads.add(start(() -> {
            while (true) {
                body.run();
            }
        }));
    }

    /** Starts a thread, for which interruption is a normal end. */
    static Thread start(Body body) {
        return Thread.startVirtualThread(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                // interrupted by close()
            } catch (Exception e) {
                throw new IllegalStateException("a thread of a benchmark failed", e);
            }
        });
    }

    /** Interrupts all threads and waits until they have ended, or until the caller is interrupted. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

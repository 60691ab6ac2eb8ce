package dev.simbroker.internal.carrier;

import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps one after the other, on a platform thread that it has while there are any. Thread-safe.
 *
 * <p>Mostly a step adds the next one and ends: the next one then runs on the same thread, and nobody is woken.
 */
@SuppressWarnings("ReferenceEquality") // two steps are marks, known by who they are
final class Track implements Runnable {

    /** Threads that carry, for all simulations: one that is idle is used again. */
    private static final ExecutorService THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads());

    private static final VarHandle NEXT = VarHandles.ofField(MethodHandles.lookup(), "next", Step.class);

    /** What runs on a track. */
    @FunctionalInterface
    interface Step {
        void runOn(Track track);
    }

    /** Two steps that were added before one of them could begin, which is rare. */
    private record Both(Step first, Step second) implements Step {

        @Override
        public void runOn(Track track) {
            first.runOn(track);
            second.runOn(track);
        }
    }

    /** The next step while there is none, and no thread. */
    private static final Step IDLE = track -> {};
    /** The next step once this track takes no more. */
    private static final Step CLOSED = track -> {};

    /** Null while there is none, and a thread that looks for it. */
    private volatile @Nullable Step next = IDLE;

    // what others may see late
    private @Nullable Step running;
    private long begun;

    private static ThreadFactory threads() {
        ClassLoader ours = Track.class.getClassLoader();
        return task -> {
            Thread thread = Thread.ofPlatform()
                    .name("simbroker-carrier")
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .unstarted(task);
            thread.setContextClassLoader(ours); // and not that of the first user
            return thread;
        };
    }

    /**
     * Adds a step.
     *
     * @return false if this track is closed
     * @throws RuntimeException or an {@link Error} if there is no thread; the step was not added then
     */
    boolean add(Step step) {
        while (true) {
            Step waiting = next;
            if (waiting == CLOSED) {
                return false;
            }
            if (waiting == IDLE) {
                if (NEXT.compareAndSet(this, waiting, step)) {
                    startThread();
                    return true;
                }
            } else if (NEXT.compareAndSet(this, waiting, waiting == null ? step : new Both(waiting, step))) {
                return true;
            }
        }
    }

    private void startThread() {
        try {
            THREADS.execute(this);
        } catch (Throwable e) {
            NEXT.setVolatile(this, IDLE);
            throw e;
        }
    }

    @Override
    public void run() {
        for (Step step = take(); step != null; step = take()) {
            running = step;
            begun++;
            step.runOn(this);
        }
    }

    /** The next step; null if there is none, and the thread ends its work. */
    private @Nullable Step take() {
        while (true) {
            Step waiting = next;
            if (waiting == CLOSED) {
                return null;
            }
            if (waiting == null) {
                running = null; // which may have ended
            }
            if (NEXT.compareAndSet(this, waiting, waiting == null ? IDLE : null)) {
                return waiting;
            }
        }
    }

    /** Takes no more steps, and answers what has not begun; the step that runs goes on. */
    @Nullable Step close() {
        Step waiting = (Step) NEXT.getAndSet(this, CLOSED);
        return waiting == IDLE || waiting == CLOSED ? null : waiting;
    }

    /** Whether a step waits for another one to end. */
    boolean isBusy() {
        Step waiting = next;
        return waiting != null && waiting != IDLE && waiting != CLOSED;
    }

    /** The step that has begun last. */
    @Nullable Step running() {
        return running;
    }

    /** How many steps have begun. */
    long begun() {
        return begun;
    }
}

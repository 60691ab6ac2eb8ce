package dev.simbroker.internal.carrier;

import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps one after the other, in any order, on a platform thread that it has while there are any. Thread-safe.
 *
 * <p>Mostly a step adds the next one and ends: the next one then runs on the same thread, and nobody is woken.
 */
final class Track implements Runnable {

    /** Threads that carry, for all simulations: one that is idle is used again. */
    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), CarrierThread::new);

    private static final VarHandle NEXT = VarHandles.ofField(MethodHandles.lookup(), "next", Object.class);

    /** What runs on a track. */
    @FunctionalInterface
    interface Step {
        void runOn(Track track);
    }

    /** Steps that were added before one of them could begin, which is rare; the last one is on top. */
    private record Pile(Step top, Object below) {}

    /** There is no step, and no thread. */
    private static final Object IDLE = new Object();
    /** This track takes no more. */
    private static final Object CLOSED = new Object();

    /** A step or a pile of them that wait; null while there is none, and a thread that looks for it. */
    private volatile @Nullable Object next = IDLE;

    // what others may see late
    private @Nullable Step running;
    private long begun;

    /**
     * Adds a step.
     *
     * @return false if this track is closed
     * @throws RuntimeException or an {@link Error} if there is no thread; the step was not added then
     */
    boolean add(Step step) {
        while (true) {
            Object waiting = next;
            if (waiting == CLOSED) {
                return false;
            }
            if (waiting == IDLE) {
                if (NEXT.compareAndSet(this, waiting, step)) {
                    startThread();
                    return true;
                }
            } else if (NEXT.compareAndSet(this, waiting, waiting == null ? step : new Pile(step, waiting))) {
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
            try {
                step.runOn(this);
            } catch (Throwable e) {
                // the JDK's own, when memory runs out as a thread parks or ends; what that has thrown itself is not
                // here
            }
        }
    }

    /** The step to run next; null if there is none, and the thread ends its work. */
    private @Nullable Step take() {
        while (true) {
            Object waiting = next;
            if (waiting == CLOSED) {
                return null;
            }
            if (waiting == null) {
                running = null; // which may have ended
                if (NEXT.compareAndSet(this, null, IDLE)) {
                    return null;
                }
            } else if (waiting instanceof Pile pile) {
                if (NEXT.compareAndSet(this, pile, pile.below)) {
                    return pile.top;
                }
            } else if (NEXT.compareAndSet(this, waiting, null)) {
                return (Step) waiting;
            }
        }
    }

    /** Takes no more steps, and gives away those that have not begun; the step that runs goes on. */
    void close(Consumer<Step> heir) {
        Object waiting = NEXT.getAndSet(this, CLOSED);
        while (waiting instanceof Pile pile) {
            heir.accept(pile.top);
            waiting = pile.below;
        }
        if (waiting instanceof Step step) {
            heir.accept(step);
        }
    }

    /** Whether a step waits for another one to end. */
    boolean isBusy() {
        Object waiting = next;
        return waiting instanceof Step || waiting instanceof Pile;
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

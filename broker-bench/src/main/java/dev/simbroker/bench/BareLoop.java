package dev.simbroker.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest simulated time on virtual threads: a heap, a ready queue, and a baton passed by park and unpark. A
 * baseline, not an alternative.
 *
 * <p>It runs tasks in the order of a simulation, ready tasks first come, first served, then sleepers by time. It checks
 * nothing, has no names, cannot be interrupted and finds no deadlock.
 */
final class BareLoop implements AutoCloseable {

    private static final class Closed extends Error {
        private static final long serialVersionUID = 1;

        Closed() {
            super("the loop is closed", null, false, false);
        }
    }

    private final TaskHeap sleepers = new TaskHeap();
    private final ArrayDeque<BareTask> ready = new ArrayDeque<>();
    /** All tasks, to be ended by {@link #close}. */
    private final List<BareTask> tasks = new ArrayList<>();

    private BareTask driver = BareTask.current();
    private BareTask running = driver;
    private long now;
    private long limit;
    private boolean closing;
    private @Nullable Throwable failure;

    long now() {
        return now;
    }

    void spawn(Runnable body) {
        BareTask task = BareTask.of(() -> run(body));
        tasks.add(task);
        ready.add(task);
    }

    private void run(Runnable body) {
        try {
            body.run();
        } catch (Closed e) {
            // interrupted by close()
        } catch (Throwable e) {
            failure = e;
        }
        running.end();
        running = closing || failure != null ? driver : next();
        running.resume();
    }

    /** Runs everything that is due up to and including {@code time}. */
    void runTo(long time) {
        limit = time;
        driver = BareTask.current();
        BareTask first = next();
        if (first != driver) {
            running = first;
            first.resume();
            driver.suspend();
        }
        if (failure != null) {
            throw new IllegalStateException("a task failed", failure);
        }
        now = time;
    }

    // ---- called by tasks ----

    BareTask current() {
        return running;
    }

    void sleep(long nanos) {
        sleepers.add(running, now + nanos);
        await();
    }

    /** Suspends the running task until another one wakes it. */
    void await() {
        BareTask me = running;
        BareTask next = next();
        if (next != me) {
            running = next;
            next.resume();
            me.suspend();
        }
        if (closing) {
            throw new Closed();
        }
    }

    void wake(BareTask task) {
        ready.add(task);
    }

    private BareTask next() {
        BareTask first = ready.poll();
        if (first != null) {
            return first;
        }
        if (sleepers.isEmpty() || sleepers.earliest() > limit) {
            return driver;
        }
        now = sleepers.earliest();
        return sleepers.poll();
    }

    /** Ends every task. */
    @Override
    public void close() {
        closing = true;
        driver = BareTask.current();
        for (BareTask task : tasks) {
            if (task.isUnderWay()) {
                running = task;
                task.resume();
                driver.suspend();
            }
        }
    }
}

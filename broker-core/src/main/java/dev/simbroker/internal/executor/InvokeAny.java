package dev.simbroker.internal.executor;

import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A race of several tasks, of which the first that succeeds is enough: one call of {@link ProcessExecutor#invokeAny}.
 */
final class InvokeAny<T> {

    private final ProcessExecutor executor;
    private final SchedulerSpi scheduler;
    private final Guard guard;
    private final WaitSet waiters;
    private final List<Runner> runners = new ArrayList<>();

    /** Guarded by guard: the runners that have ended, in this order, and were not yet looked at. */
    private final ArrayDeque<Runner> arrived = new ArrayDeque<>();

    InvokeAny(ProcessExecutor executor) {
        this.executor = executor;
        this.scheduler = executor.spi;
        this.guard = scheduler.newGuard();
        this.waiters = new WaitSet(scheduler);
    }

    T run(Collection<? extends Callable<T>> calls, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("the result of any of no tasks was asked for");
        }
        for (Callable<T> call : calls) {
            runners.add(new Runner(call));
        }
        try {
            runners.forEach(executor::execute);
            return winner(deadline);
        } finally {
            runners.forEach(runner -> runner.cancel(true));
        }
    }

    private T winner(long deadline) throws InterruptedException, ExecutionException, TimeoutException {
        var failure = new ExecutionException(new AssertionError("a race without runners"));
        for (int left = runners.size(); left > 0; left--) {
            if (!waiters.await(this::hasArrival, this::reason, deadline)) {
                throw new TimeoutException(
                        "none of " + runners.size() + " tasks of " + executor + " has succeeded in time");
            }
            try {
                return arrival().get();
            } catch (ExecutionException e) {
                failure = e;
            } catch (CancellationException e) {
                failure = new ExecutionException(e);
            }
        }
        throw failure;
    }

    private String reason() {
        return "the result of any of " + runners.size() + " tasks of " + executor;
    }

    private boolean hasArrival() {
        guard.enter();
        try {
            return !arrived.isEmpty();
        } finally {
            guard.exit();
        }
    }

    private Runner arrival() {
        guard.enter();
        try {
            return arrived.remove();
        } finally {
            guard.exit();
        }
    }

    private final class Runner extends ProcessFuture<T> {

        Runner(Callable<T> task) {
            super(executor.spi, task);
        }

        @Override
        protected void done() {
            guard.enter();
            try {
                arrived.add(this);
            } finally {
                guard.exit();
            }
            waiters.wakeAll();
            super.done();
        }
    }
}

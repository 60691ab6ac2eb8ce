package dev.simbroker.internal.wait;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The processes that wait for the same thing, first come, first served; any of them may leave before its turn.
 *
 * <p>Whether a process got what it waited for is read from its {@link WaitNode}, not from how its wait ended. So when
 * an interrupt, a deadline and an element come at the same moment, the element wins and is not lost.
 *
 * <p>All methods must be called inside the guard, except for the two that wait, which must be called outside of it: a
 * process that waited inside would lock out everybody who could end the wait.
 *
 * @param <E> the type of what is waited for, or of what waits
 */
public final class WaitQueue<E> {

    /** How a wait ended. */
    public enum Outcome {
        /** The process got what it waited for. */
        SERVED,
        /** The deadline came first. */
        TIMED_OUT,
        /** The process was sent away. */
        EXPELLED
    }

    private final SchedulerSpi scheduler;
    private final EngineGuard guard;
    private final WaitReason reason;

    // guarded by guard
    private @Nullable WaitNode<E> first;
    private @Nullable WaitNode<E> last;

    /**
     * An empty queue under {@code guard}.
     *
     * @param reason what the processes wait for, for reports
     */
    public WaitQueue(SchedulerSpi scheduler, EngineGuard guard, WaitReason reason) {
        this.scheduler = scheduler;
        this.guard = guard;
        this.reason = reason;
    }

    // ---- inside the guard ----

    /** Whether no process waits. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Adds the calling process, with the element that it brings, if any. It has to wait then, outside the guard. */
    public WaitNode<E> join(@Nullable Object owner, @Nullable E element) {
        return add(new WaitNode<>(guard, scheduler.currentWaiter(), owner, element));
    }

    /**
     * Adds a process that waits in another queue under the same guard, from which it has been taken, to be served
     * there.
     */
    public WaitNode<E> joinFor(WaitNode<?> elsewhere, @Nullable E element) {
        return add(new WaitNode<>(guard, elsewhere.waiter, null, element));
    }

    private WaitNode<E> add(WaitNode<E> node) {
        node.previous = last;
        if (last == null) {
            first = node;
        } else {
            last.next = node;
        }
        last = node;
        node.isQueued = true;
        return node;
    }

    /** The node of the process that has waited longest; null if none waits. */
    public @Nullable WaitNode<E> peek() {
        return first;
    }

    /** Removes the node of the process that has waited longest, for the caller to serve it; null if none waits. */
    public @Nullable WaitNode<E> poll() {
        WaitNode<E> node = first;
        if (node != null) {
            remove(node);
        }
        return node;
    }

    /** Sends away the processes whose nodes meet {@code condition}. */
    public void expel(Predicate<WaitNode<E>> condition) {
        WaitNode<E> next;
        for (WaitNode<E> node = first; node != null; node = next) {
            next = node.next;
            if (condition.test(node)) {
                remove(node);
                node.expel();
            }
        }
    }

    private void remove(WaitNode<E> node) {
        if (!node.isQueued) {
            return;
        }
        if (node.previous == null) {
            first = node.next;
        } else {
            node.previous.next = node.next;
        }
        if (node.next == null) {
            last = node.previous;
        } else {
            node.next.previous = node.previous;
        }
        node.previous = null;
        node.next = null;
        node.isQueued = false;
    }

    // ---- outside the guard ----

    /**
     * Waits until the calling process, which has joined with {@code node}, is served or sent away, or the deadline has
     * come. A process that was served when it was interrupted counts as served, and keeps its interrupt status.
     *
     * @throws IllegalStateException if the caller is inside the guard
     */
    public Outcome await(WaitNode<E> node, long deadline) throws InterruptedException {
        try {
            checkOutside();
            while (true) {
                Outcome outcome = isOver(node, deadline) ? leave(node) : lookAt(node);
                if (outcome != null) {
                    return outcome;
                }
                node.waiter.await(reason, deadline);
            }
        } catch (InterruptedException e) {
            if (leave(node) == Outcome.SERVED) {
                Thread.currentThread().interrupt();
                return Outcome.SERVED;
            }
            throw e;
        } catch (Error e) { // the scheduler closes, and the process has to end
            if (leave(node) == Outcome.SERVED) {
                return Outcome.SERVED;
            }
            throw e;
        } finally {
            ensureLeft(node);
        }
    }

    /**
     * Waits as {@link #await} does, but without a deadline, and goes on waiting when interrupted, which is then the
     * interrupt status.
     *
     * @throws IllegalStateException if the caller is inside the guard
     */
    public Outcome awaitUninterruptibly(WaitNode<E> node) {
        boolean interrupted = false;
        try {
            checkOutside();
            while (true) {
                Outcome outcome = lookAt(node);
                if (outcome != null) {
                    return outcome;
                }
                try {
                    node.waiter.await(reason, Scheduler.FOREVER);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (Error e) { // the scheduler closes, and the process has to end
            if (leave(node) == Outcome.SERVED) {
                return Outcome.SERVED;
            }
            throw e;
        } finally {
            ensureLeft(node);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Refuses a caller that is inside the guard, and must not wait there.
     *
     * @throws IllegalStateException if it is
     */
    public void checkOutside() {
        if (guard.isHeldByCaller()) {
            throw new IllegalStateException("cannot wait for " + reason.describe()
                    + " inside its guard or in a listener: nobody could end the wait");
        }
    }

    /**
     * Whether the deadline has come and the node is still in the queue, as far as can be seen from outside the guard.
     */
    private boolean isOver(WaitNode<E> node, long deadline) {
        return deadline != Scheduler.FOREVER && node.outcome() == null && scheduler.nanoTime() >= deadline;
    }

    /**
     * How a wait has ended; null if it has not. Lets other processes go first, since it reads guarded state outside the
     * guard.
     */
    private @Nullable Outcome lookAt(WaitNode<E> node) {
        guard.pass();
        return node.outcome();
    }

    /** Leaves the queue, unless the process was served or sent away before, and answers how the wait has ended. */
    private Outcome leave(WaitNode<E> node) {
        guard.enter();
        try {
            Outcome outcome = node.outcome();
            if (outcome == null) {
                remove(node); // in this same section, so that nobody serves it meanwhile
                outcome = Outcome.TIMED_OUT;
                node.end(outcome);
            }
            return outcome;
        } finally {
            guard.exit();
        }
    }

    private void ensureLeft(WaitNode<E> node) {
        if (node.outcome() == null) {
            leave(node);
        } else {
            guard.pass();
        }
    }
}

package dev.simbroker.internal.wait;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The processes that wait for the same thing: first come, first served, and free to leave at any place. What mailboxes and
 * subscriptions are built on.
 *
 * <p>Whether a process got what it waited for is read from its {@link WaitNode}, not from how its wait ended. So when an interrupt, a
 * deadline and an element come at the same moment, the element wins and is not lost.
 *
 * <p>All methods but {@link #await} must be called inside the guard, and {@code await} outside of it: who waits inside would lock out
 * everybody who could end the wait.
 *
 * @param <E> what is waited for, or waits
 */
public final class WaitQueue<E> {

    /** How a wait ended. */
    public enum Outcome {
        /** The process got what it waited for. */
        SERVED,
        /** The deadline came first. */
        TIMED_OUT,
        /** It was sent away. */
        EXPELLED
    }

    private final SchedulerSpi scheduler;
    private final EngineGuard guard;
    private final WaitReason reason;

    private @Nullable WaitNode<E> first;
    private @Nullable WaitNode<E> last;

    /** An empty line under {@code guard}. */
    public WaitQueue(SchedulerSpi scheduler, EngineGuard guard, WaitReason reason) {
        this.scheduler = scheduler;
        this.guard = guard;
        this.reason = reason;
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Puts the calling process at the end of the line, with what it brings, if anything. */
    public WaitNode<E> join(@Nullable Object owner, @Nullable E element) {
        var place = new WaitNode<>(guard, scheduler.currentWaiter(), owner, element);
        place.previous = last;
        if (last == null) {
            first = place;
        } else {
            last.next = place;
        }
        last = place;
        place.inLine = true;
        return place;
    }

    /** The place of the process that has waited longest; null if nobody waits. */
    public @Nullable WaitNode<E> peek() {
        return first;
    }

    /** The place of the process that has waited longest, which thereby leaves the line; null if nobody waits. */
    public @Nullable WaitNode<E> poll() {
        WaitNode<E> place = first;
        if (place != null) {
            remove(place);
        }
        return place;
    }

    /** Sends away the processes for whose place {@code condition} holds. */
    public void expel(Predicate<WaitNode<E>> condition) {
        WaitNode<E> next;
        for (WaitNode<E> place = first; place != null; place = next) {
            next = place.next;
            if (condition.test(place)) {
                remove(place);
                place.expel();
            }
        }
    }

    /**
     * Waits until the calling process, whose place this is, was served or sent away, or the deadline has come. A process that was served
     * when it was interrupted counts as served, and keeps its interrupt status.
     *
     * @throws IllegalStateException if the caller is inside the guard
     */
    public Outcome await(WaitNode<E> place, long deadline) throws InterruptedException {
        try {
            checkOutside();
            while (true) {
                Outcome outcome = isOver(place, deadline) ? leave(place) : lookAt(place);
                if (outcome != null) {
                    return outcome;
                }
                place.waiter.await(reason, deadline);
            }
        } catch (InterruptedException e) {
            if (leave(place) == Outcome.SERVED) {
                Thread.currentThread().interrupt();
                return Outcome.SERVED;
            }
            throw e;
        } catch (Error e) { // the scheduler closes, and the process has to end
            if (leave(place) == Outcome.SERVED) {
                return Outcome.SERVED;
            }
            throw e;
        } finally {
            ensureLeft(place);
        }
    }

    /** Whether the time is out and the place still in line, as far as can be seen from outside the guard. */
    private boolean isOver(WaitNode<E> place, long deadline) {
        return deadline != Scheduler.FOREVER && place.outcome() == null && scheduler.nanoTime() >= deadline;
    }

    private void checkOutside() {
        if (guard.isHeldByCaller()) {
            throw new IllegalStateException("cannot wait for " + reason.describe()
                    + " inside its guard, where a listener is called for instance: nobody could end the wait");
        }
    }

    /** Leaves the line, unless the place was served or sent away before, and answers how the wait has ended then. */
    private Outcome leave(WaitNode<E> place) {
        guard.enter();
        try {
            Outcome outcome = place.outcome();
            if (outcome == null) {
                remove(place); // in this same section, so that nobody serves it meanwhile
                outcome = Outcome.TIMED_OUT;
                place.end(outcome);
            }
            return outcome;
        } finally {
            guard.exit();
        }
    }

    /** What has become of a place; null if it is still in line. Read outside the guard, with the chance for others to go first that it gives. */
    private @Nullable Outcome lookAt(WaitNode<E> place) {
        guard.pass();
        return place.outcome();
    }

    private void ensureLeft(WaitNode<E> place) {
        if (place.outcome() == null) {
            leave(place);
        } else {
            guard.pass();
        }
    }

    /**
     * Waits as {@link #await} does, but without a limit, and keeps its place when interrupted, which is then the interrupt status. Must not be
     * called inside the guard either.
     */
    public Outcome awaitUninterruptibly(WaitNode<E> place) {
        boolean interrupted = false;
        try {
            checkOutside();
            while (true) {
                Outcome outcome = lookAt(place);
                if (outcome != null) {
                    return outcome;
                }
                try {
                    place.waiter.await(reason, Scheduler.FOREVER);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (Error e) { // the scheduler closes, and the process has to end
            if (leave(place) == Outcome.SERVED) {
                return Outcome.SERVED;
            }
            throw e;
        } finally {
            ensureLeft(place);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void remove(WaitNode<E> place) {
        if (!place.inLine) {
            return;
        }
        if (place.previous == null) {
            first = place.next;
        } else {
            place.previous.next = place.next;
        }
        if (place.next == null) {
            last = place.previous;
        } else {
            place.next.previous = place.previous;
        }
        place.previous = null;
        place.next = null;
        place.inLine = false;
    }
}

package dev.simbroker.queue;

import dev.simbroker.time.Guard;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.WaitReason;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The processes that wait for the same thing: first come, first served, and free to leave at any place. What mailboxes and
 * subscriptions are built on.
 *
 * <p>Whether a process got what it waited for is read from its {@link Place}, not from how its wait ended. So when an interrupt, a
 * deadline and an element come at the same moment, the element wins and is not lost.
 *
 * <p>All methods but {@link #await} must be called inside the guard, and {@code await} outside of it: who waits inside would lock out
 * everybody who could end the wait.
 *
 * @param <E> what is waited for, or waits
 */
public final class WaitLine<E> {

    /** How a wait ended. */
    public enum Outcome {
        /** The process got what it waited for. */
        SERVED,
        /** The deadline came first. */
        TIMED_OUT,
        /** It was sent away. */
        EXPELLED
    }

    private final Scheduler scheduler;
    private final Guard guard;
    private final WaitReason reason;

    private @Nullable Place<E> first;
    private @Nullable Place<E> last;

    /** An empty line under {@code guard}. */
    public WaitLine(Scheduler scheduler, Guard guard, WaitReason reason) {
        this.scheduler = scheduler;
        this.guard = guard;
        this.reason = reason;
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Puts the calling process at the end of the line, with what it brings, if anything. */
    public Place<E> join(@Nullable Object owner, @Nullable E element) {
        var place = new Place<>(scheduler.currentWaiter(), owner, element);
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
    public @Nullable Place<E> peek() {
        return first;
    }

    /** The place of the process that has waited longest, which thereby leaves the line; null if nobody waits. */
    public @Nullable Place<E> poll() {
        Place<E> place = first;
        if (place != null) {
            remove(place);
        }
        return place;
    }

    /** Sends away the processes for whose place {@code condition} holds. */
    public void expel(Predicate<Place<E>> condition) {
        Place<E> next;
        for (Place<E> place = first; place != null; place = next) {
            next = place.next;
            if (condition.test(place)) {
                remove(place);
                place.expelled = true;
                place.waiter.wake();
            }
        }
    }

    /**
     * Waits until the calling process, whose place this is, was served or sent away, or the deadline has come. A process that was served
     * when it was interrupted counts as served, and keeps its interrupt status.
     *
     * @throws IllegalStateException if the caller is inside the guard
     */
    public Outcome await(Place<E> place, long deadline) throws InterruptedException {
        try {
            checkOutside();
            while (true) {
                guard.enter();
                try {
                    if (place.served) {
                        return Outcome.SERVED;
                    }
                    if (place.expelled) {
                        return Outcome.EXPELLED;
                    }
                    if (scheduler.nanoTime() >= deadline) {
                        remove(place); // in this same section, so that nobody serves it meanwhile
                        return Outcome.TIMED_OUT;
                    }
                } finally {
                    guard.exit();
                }
                place.waiter.await(reason, deadline);
            }
        } catch (InterruptedException e) {
            if (leave(place)) {
                Thread.currentThread().interrupt();
                return Outcome.SERVED;
            }
            throw e;
        } catch (Error e) { // the scheduler closes, and the process has to end
            if (leave(place)) {
                return Outcome.SERVED;
            }
            throw e;
        } finally {
            leave(place);
        }
    }

    private void checkOutside() {
        if (guard.isHeldByCaller()) {
            throw new IllegalStateException("cannot wait for " + reason.describe()
                    + " inside its guard, where a listener is called for instance: nobody could end the wait");
        }
    }

    /** Leaves the line, and answers whether the place was served before. */
    private boolean leave(Place<E> place) {
        guard.enter();
        try {
            remove(place);
            return place.served;
        } finally {
            guard.exit();
        }
    }

    private void remove(Place<E> place) {
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

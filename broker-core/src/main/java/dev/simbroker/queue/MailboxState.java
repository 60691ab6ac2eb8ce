package dev.simbroker.queue;

import dev.simbroker.internal.queue.MailboxBuffer;
import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.wait.Signals;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox's elements, the processes that wait to take or to put one, and the selects that watch it. Methods must be
 * called inside the guard, and so must those of the fields, unless they say otherwise.
 *
 * <p>Elements and waiting takers are never there at the same time, nor space and waiting putters. A process that waits
 * is served by the one that brings what it waits for.
 */
final class MailboxState<E> {

    final String name;
    final EngineGuard guard;
    final MailboxBuffer<E> elements;
    final WaitQueue<E> takers;
    final WaitQueue<E> putters;
    final Signals signals = new Signals();

    private final int capacity;
    /** Changes inside the guard; read from any thread. */
    private volatile boolean closed;

    MailboxState(SchedulerSpi scheduler, String name, int capacity) {
        this.name = Objects.requireNonNull(name, "name");
        this.capacity = capacity;
        this.guard = EngineGuard.of(scheduler);
        this.elements = new MailboxBuffer<>(guard.isParallel());
        this.takers = new WaitQueue<>(scheduler, guard, () -> "an element of " + description());
        this.putters = new WaitQueue<>(scheduler, guard, () -> "space in " + description());
    }

    /** From any thread. */
    String description() {
        return "mailbox '" + name + "'";
    }

    /** From any thread. */
    int capacity() {
        return capacity;
    }

    /** From any thread. */
    boolean isUnbounded() {
        return capacity == Integer.MAX_VALUE;
    }

    /** From any thread. */
    boolean isClosed() {
        return closed;
    }

    /** From any thread. */
    MailboxClosedException closedException() {
        return new MailboxClosedException(description());
    }

    /** Hands an element to the taker that has waited longest, or keeps it if there is space; false if there is none. */
    boolean accept(E element) {
        if (closed) {
            throw closedException();
        }
        WaitNode<E> taker = takers.poll();
        if (taker != null) {
            taker.serve(element);
            return true;
        }
        if (!putters.isEmpty() || elements.isFull(capacity)) {
            return false;
        }
        keep(element);
        return true;
    }

    private void keep(E element) {
        elements.add(element);
        signals.signal();
    }

    /**
     * Takes the first element, and lets the first waiting putter have the space; null if there is none.
     *
     * <p>If there is none although putters wait, the space is that of elements which a drain may still bring back. The
     * first putter's element needs no space, and is taken: otherwise a taker would wait for an element while a putter
     * waits with one.
     */
    @Nullable E release() {
        E element = elements.poll();
        if (element != null) {
            admitPutters();
            return element;
        }
        WaitNode<E> putter = putters.poll();
        if (putter == null) {
            return null;
        }
        putter.serve();
        return putter.element();
    }

    /** Lets waiting putters have the space that there is now. */
    void admitPutters() {
        while (!putters.isEmpty() && !elements.isFull(capacity)) {
            WaitNode<E> putter = Objects.requireNonNull(putters.poll());
            keep(Objects.requireNonNull(putter.element()));
            putter.serve();
        }
        if (putters.isEmpty()) {
            elements.open();
        }
    }

    /**
     * Hands an element that a drain had taken to the taker that has waited longest, or puts it back to its old
     * position.
     */
    void takeBack(E element, long number) {
        WaitNode<E> taker = takers.poll();
        if (taker != null) {
            taker.serve(element);
        } else {
            elements.putBack(element, number);
            signals.signal();
        }
    }

    /** Accepts nothing more, and ends every wait. */
    void close() {
        if (!closed) {
            closed = true;
            takers.expel(waiter -> true);
            putters.expel(waiter -> true);
            signals.signal();
        }
    }
}

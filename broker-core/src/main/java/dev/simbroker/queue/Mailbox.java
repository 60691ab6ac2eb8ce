package dev.simbroker.queue;

import dev.simbroker.internal.util.CatchUpPause;
import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.wait.Signals;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out {@link BlockingQueue} that waits in the time of its {@link Scheduler}.
 *
 * <p>It keeps the whole contract of {@link BlockingQueue}, bounded or unbounded, and adds to it:
 * <ul>
 *   <li>Waiters are served first come, first served: an arriving element is handed to the process that has waited longest.
 *   <li>Interruption and time-outs lose nothing: a process that was handed an element returns with it, and keeps its interrupt
 *       status if it was interrupted in the same moment.
 *   <li>It can be {@linkplain #close closed}, which ends every wait.
 *   <li>It is a {@link Source} of a {@link Select}. Processes that wait in {@link #take} come before selects; which of several selects
 *       gets an element is not promised.
 * </ul>
 *
 * <p>Iterators are weakly consistent: they show the elements as they were when the iterator was made, and never throw
 * {@link java.util.ConcurrentModificationException}. {@link #size} and {@link #isClosed} may be called from any thread; a thread that
 * could not use this mailbox now may see an older size.
 */
public final class Mailbox<E> extends MailboxCollection<E> implements BlockingQueue<E>, Source<E> {

    private final SchedulerSpi scheduler;
    private final String name;
    private final int capacity;
    private final boolean parallel;

    // guarded by guard
    private final WaitQueue<E> takers;
    private final WaitQueue<E> putters;
    private final Signals signals = new Signals();
    private volatile boolean closed;

    private Mailbox(Scheduler scheduler, String name, int capacity) {
        super(EngineGuard.of(scheduler.spi()));
        this.scheduler = scheduler.spi();
        this.name = Objects.requireNonNull(name, "name");
        this.capacity = capacity;
        this.parallel = guard.isParallel();
        this.takers = new WaitQueue<>(this.scheduler, guard, () -> "an element of " + description());
        this.putters = new WaitQueue<>(this.scheduler, guard, () -> "space in " + description());
    }

    /** A mailbox without a limit; its name appears in reports. */
    public static <E> Mailbox<E> unbounded(Scheduler scheduler, String name) {
        return new Mailbox<>(scheduler, name, Integer.MAX_VALUE);
    }

    /**
     * A mailbox for at most {@code capacity} elements.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public static <E> Mailbox<E> bounded(Scheduler scheduler, String name, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of mailbox '" + name + "' must be at least 1: " + capacity);
        }
        return new Mailbox<>(scheduler, name, capacity);
    }

    /** The name it was made with. */
    public String name() {
        return name;
    }

    @Override
    String description() {
        return "mailbox '" + name + "'";
    }

    // ---- adding ----

    /**
     * Adds {@code element} if that is possible at once.
     *
     * @throws MailboxClosedException if this mailbox is closed
     */
    @Override
    public boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        guard.enter();
        try {
            return accept(element);
        } finally {
            guard.exit();
        }
    }

    /**
     * Adds {@code element}, or throws an {@link IllegalStateException} if this mailbox is full.
     *
     * @throws MailboxClosedException if this mailbox is closed
     */
    @Override
    public boolean add(E element) {
        if (!offer(element)) {
            throw new IllegalStateException("mailbox '" + name + "' is full: " + capacity + " elements");
        }
        return true;
    }

    /**
     * Adds {@code element}, waiting for space as long as it takes.
     *
     * @throws MailboxClosedException if this mailbox is or becomes closed
     */
    @Override
    public void put(E element) throws InterruptedException {
        putUntil(element, Scheduler.FOREVER);
    }

    /**
     * Adds {@code element}, waiting for space for at most {@code timeout}.
     *
     * @throws MailboxClosedException if this mailbox is or becomes closed
     */
    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return putUntil(element, scheduler.deadlineAfter(unit.toNanos(timeout)));
    }

    private boolean putUntil(E element, long deadline) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        WaitNode<E> place;
        guard.enter();
        try {
            checkInterrupted();
            if (accept(element)) {
                return true;
            }
            if (isOver(deadline)) {
                return false;
            }
            place = putters.join(null, element);
        } finally {
            guard.exit();
        }
        return isServed(putters.await(place, deadline));
    }

    /** Hands the element to whoever waits for it, or keeps it if there is space. */
    private boolean accept(E element) {
        if (closed) {
            throw new MailboxClosedException(description());
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

    // ---- taking ----

    /**
     * Takes the first element, waiting for one as long as it takes.
     *
     * @throws MailboxClosedException if this mailbox is closed and empty, or becomes so
     */
    @Override
    public E take() throws InterruptedException {
        return Objects.requireNonNull(takeUntil(Scheduler.FOREVER));
    }

    /**
     * Takes the first element, waiting for one for at most {@code timeout}; null if none came.
     *
     * @throws MailboxClosedException if this mailbox is closed and empty, or becomes so
     */
    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return takeUntil(scheduler.deadlineAfter(unit.toNanos(timeout)));
    }

    private @Nullable E takeUntil(long deadline) throws InterruptedException {
        E passing = parallel ? takePassing(deadline) : null;
        return passing != null ? passing : takeInside(deadline);
    }

    /**
     * Takes the first element without the guard; null if that cannot be, or there is none. In an unbounded mailbox who has caught up with those who put, and may
     * wait, gives way to them once: right behind them he would take turns with them at the same memory, and wait at every other element.
     */
    private @Nullable E takePassing(long deadline) throws InterruptedException {
        checkInterrupted();
        E element = elements.pollOutside();
        if (element != null
                || capacity < Integer.MAX_VALUE
                || !elements.haveStreamed(CatchUpPause.ELEMENTS_PER_MICROSECOND)
                || isOver(deadline)) {
            return element;
        }
        CatchUpPause.after(CatchUpPause.ELEMENTS_PER_MICROSECOND);
        return elements.pollOutside();
    }

    private @Nullable E takeInside(long deadline) throws InterruptedException {
        WaitNode<E> place;
        guard.enter();
        try {
            checkInterrupted();
            E element = release();
            if (element != null) {
                return element;
            }
            if (closed) {
                throw new MailboxClosedException(description());
            }
            if (isOver(deadline)) {
                return null;
            }
            place = takers.join(null, null);
        } finally {
            guard.exit();
        }
        return isServed(takers.await(place, deadline)) ? place.element() : null;
    }

    @Override
    public @Nullable E poll() {
        E passing = elements.pollOutside();
        if (passing != null) {
            return passing;
        }
        guard.enter();
        try {
            return release();
        } finally {
            guard.exit();
        }
    }

    @Override
    public @Nullable E peek() {
        guard.enter();
        try {
            return elements.peek();
        } finally {
            guard.exit();
        }
    }

    /**
     * Takes the first element, if there is one, and lets the first waiting putter have the space. If there is none although putters wait, the space is that of
     * elements which a drain may still bring back; what the first putter brings needs none, and so nobody ever waits for an element beside somebody who has one.
     */
    private @Nullable E release() {
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

    @Override
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

    private boolean isOver(long deadline) {
        return deadline != Scheduler.FOREVER && scheduler.nanoTime() >= deadline;
    }

    private boolean isServed(WaitQueue.Outcome outcome) {
        return switch (outcome) {
            case SERVED -> true;
            case TIMED_OUT -> false;
            case EXPELLED -> throw new MailboxClosedException(description());
        };
    }

    private static void checkInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    // ---- closing ----

    /**
     * Closes this mailbox: it accepts nothing more, what is in it can still be taken, and every process that waits for it gets
     * a {@link MailboxClosedException}. Closing it again does nothing.
     */
    public void close() {
        guard.enter();
        try {
            if (closed) {
                return;
            }
            closed = true;
            takers.expel(place -> true);
            putters.expel(place -> true);
            signals.signal();
        } finally {
            guard.exit();
        }
    }

    /** Whether it was closed; what is still in it can be taken. */
    public boolean isClosed() {
        guard.pass();
        return closed;
    }

    // ---- being a source ----

    @Override
    public SourceSpi<E> spi() {
        return new SelectView();
    }

    /** This mailbox as a select uses it. */
    private final class SelectView implements SourceSpi<E> {

        @Override
        public String description() {
            return Mailbox.this.description();
        }

        @Override
        public @Nullable E poll() {
            return Mailbox.this.poll();
        }

        @Override
        public boolean isClosed() {
            return Mailbox.this.isClosed();
        }

        @Override
        public void register(Signal signal) {
            guard.enter();
            try {
                signals.register(signal);
            } finally {
                guard.exit();
            }
        }

        @Override
        public void unregister(Signal signal) {
            guard.enter();
            try {
                signals.unregister(signal);
            } finally {
                guard.exit();
            }
        }
    }

    // ---- for the collection ----

    /** How many elements fit in now; {@link Integer#MAX_VALUE} if there is no limit. */
    @Override
    public int remainingCapacity() {
        return capacity == Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(0, capacity - size());
    }

    @Override
    void takeBack(E element, long number) {
        WaitNode<E> taker = takers.poll();
        if (taker != null) {
            taker.serve(element);
        } else {
            elements.inRing().putBack(element, number);
            signals.signal();
        }
    }
}

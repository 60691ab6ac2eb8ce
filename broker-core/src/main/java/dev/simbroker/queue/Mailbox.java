package dev.simbroker.queue;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.AbstractQueue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out {@link BlockingQueue} that waits in the time of its {@link Scheduler}.
 *
 * <p>It keeps the whole contract of {@link BlockingQueue}, bounded or unbounded, and adds to it:
 * <ul>
 *   <li>Waiters are served first come, first served: an arriving element is handed to the process that has waited
 *       longest.
 *   <li>Interruption and time-outs lose nothing: a process that was handed an element returns with it, and keeps its
 *       interrupt status if it was interrupted in the same moment.
 *   <li>It can be {@linkplain #close closed}, which ends every wait.
 *   <li>It is a {@link Source} of a {@link Select}. Processes that wait in {@link #take} come before selects; which of
 *       several selects gets an element is not promised.
 * </ul>
 *
 * <p>Iterators are weakly consistent: they show the elements as they were when the iterator was made, and never throw
 * {@link java.util.ConcurrentModificationException}. Streams are late-binding.
 *
 * <p>Every process of the scheduler may use it, and in a simulation also the thread that drives it while it is not
 * running. {@link #size} and {@link #isClosed} may be called from any thread; a thread that could not use this mailbox
 * now may see an older size.
 *
 * @param <E> the type of the elements
 */
public final class Mailbox<E> extends AbstractQueue<E> implements BlockingQueue<E>, Source<E> {

    private final SchedulerSpi scheduler;
    private final MailboxState<E> state;
    private final MailboxBulk<E> bulk;
    private final EngineGuard guard;
    private final boolean parallel;

    private Mailbox(Scheduler scheduler, String name, int capacity) {
        this.scheduler = scheduler.spi();
        this.state = new MailboxState<>(this.scheduler, name, capacity);
        this.bulk = new MailboxBulk<>(state);
        this.guard = state.guard;
        this.parallel = guard.isParallel();
    }

    /** A new mailbox without a limit; its name appears in reports. */
    public static <E> Mailbox<E> unbounded(Scheduler scheduler, String name) {
        return new Mailbox<>(scheduler, name, Integer.MAX_VALUE);
    }

    /**
     * A new mailbox for at most {@code capacity} elements; its name appears in reports.
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
        return state.name;
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
            return state.accept(element);
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
            throw new IllegalStateException("mailbox '" + name() + "' is full: " + state.capacity() + " elements");
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
        WaitNode<E> waiter;
        guard.enter();
        try {
            Interrupts.check();
            if (state.accept(element)) {
                return true;
            }
            if (isOver(deadline)) {
                return false;
            }
            waiter = state.putters.join(null, element);
        } finally {
            guard.exit();
        }
        return isServed(state.putters.await(waiter, deadline));
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
        E passing = parallel ? takeOutside(deadline) : null;
        return passing != null ? passing : takeInside(deadline);
    }

    /**
     * Takes the first element without the guard; null if that cannot be, or there is none.
     *
     * <p>If this mailbox is unbounded and the caller has caught up with the putters, it pauses once before it waits:
     * contending for the same cache line would slow both sides.
     */
    private @Nullable E takeOutside(long deadline) throws InterruptedException {
        Interrupts.check();
        E element = state.elements.pollOutside();
        if (element != null || !state.isUnbounded() || isOver(deadline) || !state.elements.pauseAfterStream()) {
            return element;
        }
        return state.elements.pollOutside();
    }

    private @Nullable E takeInside(long deadline) throws InterruptedException {
        WaitNode<E> waiter;
        guard.enter();
        try {
            Interrupts.check();
            E element = state.release();
            if (element != null) {
                return element;
            }
            if (state.isClosed()) {
                throw state.closedException();
            }
            if (isOver(deadline)) {
                return null;
            }
            waiter = state.takers.join(null, null);
        } finally {
            guard.exit();
        }
        return isServed(state.takers.await(waiter, deadline)) ? waiter.element() : null;
    }

    @Override
    public @Nullable E poll() {
        E passing = state.elements.pollOutside();
        if (passing != null) {
            return passing;
        }
        guard.enter();
        try {
            return state.release();
        } finally {
            guard.exit();
        }
    }

    @Override
    public @Nullable E peek() {
        guard.enter();
        try {
            return state.elements.peek();
        } finally {
            guard.exit();
        }
    }

    private boolean isOver(long deadline) {
        return deadline != Scheduler.FOREVER && scheduler.nanoTime() >= deadline;
    }

    private boolean isServed(WaitQueue.Outcome outcome) {
        return switch (outcome) {
            case SERVED -> true;
            case TIMED_OUT -> false;
            case EXPELLED -> throw state.closedException();
        };
    }

    // ---- closing ----

    /**
     * Closes this mailbox: it accepts nothing more, what is in it can still be taken, and every process that waits for
     * it gets a {@link MailboxClosedException}. Closing it again does nothing.
     */
    public void close() {
        guard.enter();
        try {
            state.close();
        } finally {
            guard.exit();
        }
    }

    /** Whether it was closed; what is still in it can be taken. */
    public boolean isClosed() {
        guard.pass();
        return state.isClosed();
    }

    // ---- as a collection ----

    @Override
    public int size() {
        guard.pass();
        return state.elements.size();
    }

    /** How many elements fit in now; {@link Integer#MAX_VALUE} if there is no limit. */
    @Override
    public int remainingCapacity() {
        return state.isUnbounded() ? Integer.MAX_VALUE : Math.max(0, state.capacity() - size());
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return bulk.contains(element);
    }

    @Override
    public Object[] toArray() {
        return bulk.toArray();
    }

    @Override
    public <T extends @Nullable Object> T[] toArray(T[] array) {
        return Arrays.asList(toArray()).toArray(array);
    }

    @Override
    @SuppressWarnings("unchecked") // nothing else was added
    public void forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        for (Object element : toArray()) {
            action.accept((E) element);
        }
    }

    /**
     * A late-binding, weakly consistent spliterator that reports {@link Spliterator#CONCURRENT},
     * {@link Spliterator#ORDERED} and {@link Spliterator#NONNULL}, as those of the JDK's queues do. It shows the
     * elements that are here when it is first asked for one, and a stream those when its terminal operation begins.
     */
    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliterator(this, Spliterator.CONCURRENT | Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public Iterator<E> iterator() {
        return bulk.iterator();
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return bulk.remove(element);
    }

    @Override
    public boolean removeIf(Predicate<? super E> condition) {
        return bulk.removeIf(Objects.requireNonNull(condition, "condition"));
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return removeIf(elements::contains);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        Objects.requireNonNull(elements, "elements");
        return removeIf(element -> !elements.contains(element));
    }

    /** Removes what is in this mailbox now; what waiting putters bring instead stays, as with the queues of the JDK. */
    @Override
    public void clear() {
        bulk.clear();
    }

    /**
     * Moves everything that is here now to {@code target}; an element that the target refuses, by an exception, stays
     * here at its old position.
     */
    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /** Moves at most {@code maxElements} of what is here now to {@code target}; see {@link #drainTo(Collection)}. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public int drainTo(Collection<? super E> target, int maxElements) {
        Objects.requireNonNull(target, "target");
        if (target == this) {
            throw new IllegalArgumentException(state.description() + " cannot be drained to itself");
        }
        return bulk.drainTo(target, maxElements);
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    @Override
    public SourceSpi<E> spi() {
        return new MailboxSource<>(this, state);
    }
}

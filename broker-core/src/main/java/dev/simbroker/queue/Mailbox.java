package dev.simbroker.queue;

import dev.simbroker.time.Guard;
import dev.simbroker.time.Scheduler;
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
public final class Mailbox<E> extends AbstractQueue<E> implements BlockingQueue<E>, Source<E> {

    private static final Signal[] NO_SIGNALS = {};

    private final Scheduler scheduler;
    private final String name;
    private final int capacity;
    private final Guard guard;

    // guarded by guard
    private final Ring<E> ring = new Ring<>();
    private final WaitLine<E> takers;
    private final WaitLine<E> putters;
    private Signal[] signals = NO_SIGNALS;
    private volatile boolean closed;

    private Mailbox(Scheduler scheduler, String name, int capacity) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.name = Objects.requireNonNull(name, "name");
        this.capacity = capacity;
        this.guard = scheduler.newGuard();
        this.takers = new WaitLine<>(scheduler, guard, () -> "an element of " + description());
        this.putters = new WaitLine<>(scheduler, guard, () -> "space in " + description());
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
    public String description() {
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
        Place<E> place;
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
        Place<E> taker = takers.poll();
        if (taker != null) {
            taker.serve(element);
            return true;
        }
        if (ring.size() >= capacity || !putters.isEmpty()) {
            return false;
        }
        keep(element);
        return true;
    }

    private void keep(E element) {
        ring.add(element);
        signal();
    }

    private void signal() {
        for (Signal signal : signals) {
            signal.ready();
        }
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
        Place<E> place;
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
            return ring.peek();
        } finally {
            guard.exit();
        }
    }

    /** Takes the first element, if there is one, and lets the first waiting putter have the space. */
    private @Nullable E release() {
        E element = ring.poll();
        if (element != null) {
            admitPutters();
        }
        return element;
    }

    private void admitPutters() {
        while (!putters.isEmpty() && ring.size() < capacity) {
            Place<E> putter = Objects.requireNonNull(putters.poll());
            keep(Objects.requireNonNull(putter.element()));
            putter.serve();
        }
    }

    private boolean isOver(long deadline) {
        return deadline != Scheduler.FOREVER && scheduler.nanoTime() >= deadline;
    }

    private boolean isServed(WaitLine.Outcome outcome) {
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
            signal();
        } finally {
            guard.exit();
        }
    }

    @Override
    public boolean isClosed() {
        guard.pass();
        return closed;
    }

    // ---- being a source ----

    @Override
    public void register(Signal signal) {
        guard.enter();
        try {
            signals = Arrays.copyOf(signals, signals.length + 1);
            signals[signals.length - 1] = signal;
        } finally {
            guard.exit();
        }
    }

    @Override
    public void unregister(Signal signal) {
        guard.enter();
        try {
            signals = Arrays.stream(signals).filter(s -> !s.equals(signal)).toArray(Signal[]::new);
        } finally {
            guard.exit();
        }
    }

    // ---- the rest of the collection ----

    @Override
    public int size() {
        guard.pass();
        return ring.sizeFromOutside();
    }

    /** How many elements fit in now; {@link Integer#MAX_VALUE} if there is no limit. */
    @Override
    public int remainingCapacity() {
        return capacity == Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(0, capacity - size());
    }

    /** Moves everything that is here now to {@code target}; an element that it refuses, by an exception, stays here in its old place. */
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
            throw new IllegalArgumentException("mailbox '" + name + "' cannot be drained to itself");
        }
        int most = Math.max(0, Math.min(guardedSize(), maxElements));
        int count = 0;
        while (count < most && drainOne(target)) {
            count++;
        }
        return count;
    }

    private int guardedSize() {
        guard.enter();
        try {
            return ring.size();
        } finally {
            guard.exit();
        }
    }

    /**
     * Moves the first element, if there is one. The target is foreign code, which may even be a mailbox that another thread drains to
     * this one: it is called outside the guard.
     */
    private boolean drainOne(Collection<? super E> target) {
        E element;
        long number;
        guard.enter();
        try {
            element = ring.peek();
            if (element == null) {
                return false;
            }
            number = ring.number(0);
            ring.poll();
        } finally {
            guard.exit();
        }
        boolean moved = false;
        try {
            target.add(element);
            moved = true;
        } finally {
            drained(element, number, moved);
        }
        return true;
    }

    /** The element is gone for good, or comes back to the longest waiter or its old place. */
    private void drained(E element, long number, boolean moved) {
        guard.enter();
        try {
            Place<E> taker = moved ? null : takers.poll();
            if (taker != null) {
                taker.serve(element);
            } else if (!moved) {
                ring.putBack(element, number);
                signal();
            }
            admitPutters();
        } finally {
            guard.exit();
        }
    }

    @Override
    public boolean contains(@Nullable Object element) {
        guard.enter();
        try {
            return element != null && ring.indexOf(element) >= 0;
        } finally {
            guard.exit();
        }
    }

    @Override
    public boolean remove(@Nullable Object element) {
        guard.enter();
        try {
            int index = element == null ? -1 : ring.indexOf(element);
            if (index < 0) {
                return false;
            }
            ring.removeAt(index);
            admitPutters();
            return true;
        } finally {
            guard.exit();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean removeIf(Predicate<? super E> condition) {
        Objects.requireNonNull(condition, "condition");
        Object[] elements;
        long[] numbers;
        guard.enter();
        try {
            elements = ring.toArray();
            numbers = ring.numbers();
        } finally {
            guard.exit();
        }
        // The condition is foreign code, which may use this mailbox or wait for a thread that does: it is called
        // outside the guard.
        int chosen = 0;
        for (int i = 0; i < elements.length; i++) {
            if (condition.test((E) elements[i])) {
                numbers[chosen++] = numbers[i];
            }
        }
        return chosen > 0 && removeNumbers(numbers, chosen);
    }

    /** Removes the elements of the first {@code count} of these numbers that are still here; whether there was one. */
    private boolean removeNumbers(long[] numbers, int count) {
        guard.enter();
        try {
            int before = ring.size();
            ring.removeNumbers(numbers, count);
            boolean removed = ring.size() < before;
            admitPutters();
            return removed;
        } finally {
            guard.exit();
        }
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

    /** Removes what is in this mailbox now; what waiting putters bring in its stead stays, as with the queues of the JDK. */
    @Override
    public void clear() {
        guard.enter();
        try {
            for (int left = ring.size(); left > 0; left--) {
                release();
            }
        } finally {
            guard.exit();
        }
    }

    @Override
    public Object[] toArray() {
        guard.enter();
        try {
            return ring.toArray();
        } finally {
            guard.exit();
        }
    }

    @Override
    public <T extends @Nullable Object> T[] toArray(T[] array) {
        return Arrays.asList(toArray()).toArray(array);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        for (Object element : toArray()) {
            action.accept((E) element);
        }
    }

    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliterator(toArray(), Spliterator.ORDERED | Spliterator.NONNULL);
    }

    /** Removes the element of that number, if it is still here. */
    void removeNumber(long number) {
        guard.enter();
        try {
            int index = ring.find(number);
            if (index >= 0) {
                ring.removeAt(index);
                admitPutters();
            }
        } finally {
            guard.exit();
        }
    }

    @Override
    public Iterator<E> iterator() {
        guard.enter();
        try {
            return new MailboxIterator<>(this, ring.toArray(), ring.numbers());
        } finally {
            guard.exit();
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}

package dev.simbroker.queue;

import dev.simbroker.internal.queue.MailboxBuffer;
import dev.simbroker.internal.queue.Ring;
import dev.simbroker.internal.util.EngineGuard;
import java.util.AbstractQueue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Mailbox} as a collection: whatever looks at, takes out or moves elements that nobody waits for.
 *
 * <p>External code, be it a condition, an action or a target, is called outside the guard: it may use this mailbox, or wait for a thread that
 * does. A target may even be a mailbox that another thread drains to this one.
 */
abstract sealed class MailboxCollection<E> extends AbstractQueue<E> implements BlockingQueue<E> permits Mailbox {

    final EngineGuard guard;

    // guarded by guard, but for what says otherwise
    final MailboxBuffer<E> elements;

    MailboxCollection(EngineGuard guard) {
        this.guard = guard;
        this.elements = new MailboxBuffer<>(guard.isParallel());
    }

    abstract String description();

    /** Lets waiting putters have the space that there is now. Called inside the guard. */
    abstract void admitPutters();

    /** Gives an element that was taken out to the longest waiter, or puts it back to its old place. Called inside the guard. */
    abstract void takeBack(E element, long number);

    // ---- looking ----

    @Override
    public int size() {
        guard.pass();
        return elements.size();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        guard.enter();
        try {
            return element != null && elements.indexOf(element) >= 0;
        } finally {
            guard.exit();
        }
    }

    @Override
    public Object[] toArray() {
        guard.enter();
        try {
            return elements.toArray();
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

    @Override
    public Iterator<E> iterator() {
        guard.enter();
        try {
            return new MailboxIterator<>(this, elements.toArray(), elements.numbers());
        } finally {
            guard.exit();
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }

    // ---- removing ----

    @Override
    public boolean remove(@Nullable Object element) {
        guard.enter();
        try {
            int index = element == null ? -1 : elements.indexOf(element);
            if (index < 0) {
                return false;
            }
            elements.inRing().removeAt(index);
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
        Object[] all;
        long[] numbers;
        guard.enter();
        try {
            all = elements.toArray();
            numbers = elements.numbers();
        } finally {
            guard.exit();
        }
        int chosen = 0;
        for (int i = 0; i < all.length; i++) {
            if (condition.test((E) all[i])) {
                numbers[chosen++] = numbers[i];
            }
        }
        return chosen > 0 && removeNumbers(numbers, chosen);
    }

    /** Removes the elements of the first {@code count} of these numbers that are still here; whether there was one. */
    private boolean removeNumbers(long[] numbers, int count) {
        guard.enter();
        try {
            Ring<E> ring = elements.inRing();
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
            elements.shut(); // so that nobody takes one out of their midst
            int left = elements.size();
            if (left == 0) {
                return;
            }
            for (; left > 0; left--) {
                elements.poll();
            }
            admitPutters();
        } finally {
            guard.exit();
        }
    }

    /** Removes the element of that number, if it is still here. */
    void removeNumber(long number) {
        guard.enter();
        try {
            int index = elements.find(number);
            if (index >= 0) {
                elements.inRing().removeAt(index);
                admitPutters();
            }
        } finally {
            guard.exit();
        }
    }

    // ---- draining ----

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
            throw new IllegalArgumentException(description() + " cannot be drained to itself");
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
            return elements.size();
        } finally {
            guard.exit();
        }
    }

    /** Moves the first element, if there is one. */
    private boolean drainOne(Collection<? super E> target) {
        E element;
        long number;
        guard.enter();
        try {
            number = elements.firstNumber();
            element = elements.poll();
            if (element == null) {
                return false;
            }
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

    /** The element is gone for good, or comes back. */
    private void drained(E element, long number, boolean moved) {
        guard.enter();
        try {
            if (!moved) {
                takeBack(element, number);
            }
            admitPutters();
        } finally {
            guard.exit();
        }
    }
}

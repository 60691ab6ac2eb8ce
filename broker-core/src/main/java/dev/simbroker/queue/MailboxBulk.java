package dev.simbroker.queue;

import dev.simbroker.internal.queue.MailboxBuffer;
import dev.simbroker.internal.util.EngineGuard;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link Mailbox} as a collection: those that look at, remove or move elements that nobody waits
 * for.
 *
 * <p>External code, be it a condition or a target, is called outside the guard: it may use the mailbox, or wait for a
 * thread that does. A target may even be a mailbox that another thread drains to this one. That is why a drain takes
 * one element at a time, and brings it back if the target refuses it.
 */
final class MailboxBulk<E> {

    private final MailboxState<E> state;
    private final EngineGuard guard;
    private final MailboxBuffer<E> elements;

    MailboxBulk(MailboxState<E> state) {
        this.state = state;
        this.guard = state.guard;
        this.elements = state.elements;
    }

    // ---- looking ----

    boolean contains(@Nullable Object element) {
        guard.enter();
        try {
            return element != null && elements.indexOf(element) >= 0;
        } finally {
            guard.exit();
        }
    }

    Object[] toArray() {
        guard.enter();
        try {
            return elements.toArray();
        } finally {
            guard.exit();
        }
    }

    Iterator<E> iterator() {
        guard.enter();
        try {
            return new MailboxIterator<>(this, elements.toArray(), elements.numbers());
        } finally {
            guard.exit();
        }
    }

    // ---- removing ----

    boolean remove(@Nullable Object element) {
        guard.enter();
        try {
            return element != null && removeAt(elements.indexOf(element));
        } finally {
            guard.exit();
        }
    }

    /** Removes the element of that number, if it is still here. */
    void removeNumber(long number) {
        guard.enter();
        try {
            removeAt(elements.find(number));
        } finally {
            guard.exit();
        }
    }

    /** Inside the guard. */
    private boolean removeAt(int index) {
        if (index < 0) {
            return false;
        }
        elements.removeAt(index);
        state.admitPutters();
        return true;
    }

    @SuppressWarnings("unchecked") // nothing else was added
    boolean removeIf(Predicate<? super E> condition) {
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
            boolean removed = elements.removeNumbers(numbers, count);
            state.admitPutters();
            return removed;
        } finally {
            guard.exit();
        }
    }

    void clear() {
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
            state.admitPutters();
        } finally {
            guard.exit();
        }
    }

    // ---- draining ----

    int drainTo(Collection<? super E> target, int maxElements) {
        int most = Math.min(sizeInside(), maxElements);
        int count = 0;
        while (count < most && drainOne(target)) {
            count++;
        }
        return count;
    }

    private int sizeInside() {
        guard.enter();
        try {
            return elements.size();
        } finally {
            guard.exit();
        }
    }

    /** Moves the first element; false if there is none. */
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
            endDrain(element, number, moved);
        }
        return true;
    }

    /** Lets putters have the space of an element that was moved, or takes it back if it was not. */
    private void endDrain(E element, long number, boolean moved) {
        guard.enter();
        try {
            if (!moved) {
                state.takeBack(element, number);
            }
            state.admitPutters();
        } finally {
            guard.exit();
        }
    }
}

package dev.simbroker.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator over a mailbox's elements as they were, which removes each by its number. */
final class MailboxIterator<E> implements Iterator<E> {

    private static final int NONE = -1;

    private final MailboxBulk<E> mailbox;
    private final Object[] elements;
    private final long[] numbers;
    private int next;
    private int last = NONE;

    MailboxIterator(MailboxBulk<E> mailbox, Object[] elements, long[] numbers) {
        this.mailbox = mailbox;
        this.elements = elements;
        this.numbers = numbers;
    }

    @Override
    public boolean hasNext() {
        return next < elements.length;
    }

    @Override
    @SuppressWarnings("unchecked")
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = next++;
        return (E) elements[last];
    }

    @Override
    public void remove() {
        if (last == NONE) {
            throw new IllegalStateException("next() must be called before each remove()");
        }
        mailbox.removeNumber(numbers[last]);
        last = NONE;
    }
}

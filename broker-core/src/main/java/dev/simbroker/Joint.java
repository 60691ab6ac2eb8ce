package dev.simbroker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A link without a message, at which the last cursor to pass takes the log apart. Otherwise a link that has grown old would keep all that
 * came after it from being collected with the young, though nobody needs it any more.
 */
final class Joint<T> extends Link<T> {

    private final AtomicInteger cursorsBefore;

    /** @param cursors how many will pass it, or {@linkplain Cursor#stop stop} before it */
    Joint(long number, int cursors) {
        super(number);
        this.cursorsBefore = new AtomicInteger(cursors);
    }

    @Override
    void passed() {
        if (cursorsBefore.decrementAndGet() == 0) {
            setNext(null);
        }
    }
}

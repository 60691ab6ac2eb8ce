package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A link of a {@link TopicLog}: a {@link Posted} message, a {@link Joint}, or where a {@link Cursor} starts or has stopped. The next one is
 * appended inside the broker's guard and may be read from any thread: whoever sees it sees all that it holds.
 */
class Link<T> {

    private static final VarHandle NEXT = Handles.ofField(MethodHandles.lookup(), "next", Link.class);

    /** How many messages the log has had up to here. Written before anybody comes to this link. */
    long number;

    @SuppressWarnings("unused") // by its handle
    private @Nullable Link<T> next;

    Link(long number) {
        this.number = number;
    }

    @SuppressWarnings("unchecked") // nothing else is ever set
    final @Nullable Link<T> next() {
        return (Link<T>) NEXT.getAcquire(this);
    }

    final void setNext(@Nullable Link<T> link) {
        NEXT.setRelease(this, link);
    }

    /** A cursor has gone on to the next link. */
    void passed() {}
}

package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A link of a {@link TopicLog}. The next one is appended inside the broker's guard and may be read from any thread: whoever sees it sees all
 * that it holds.
 */
class Link<T> {

    private static final VarHandle NEXT = Handles.ofField(MethodHandles.lookup(), "next", Link.class);

    final TopicLog<T> log;

    /** Null at a {@link Joint}, and where a {@link Cursor} starts or has stopped. */
    final @Nullable Posted<T> posted;

    /** How many messages the log has had up to here. */
    final long number;

    @SuppressWarnings("unused") // by its handle
    private @Nullable Link<T> next;

    Link(TopicLog<T> log, @Nullable Posted<T> posted, long number) {
        this.log = log;
        this.posted = posted;
        this.number = number;
    }

    @SuppressWarnings("unchecked") // nothing else is ever set
    final @Nullable Link<T> next() {
        return (Link<T>) NEXT.getAcquire(this);
    }

    final void setNext(@Nullable Link<T> link) {
        NEXT.setRelease(this, link);
    }

    /** Whether nothing came behind it so far. Inside the guard. */
    final boolean isLast() {
        return number == log.number();
    }

    /** A cursor has gone on to the next link. */
    void passed() {}
}

package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel has read its topic's log: once from start to stop, which are inside the broker's guard; any thread may take messages in
 * between, each of which is taken once.
 */
final class Cursor<T> {

    private static final long RUNNING = Long.MAX_VALUE;

    private static final VarHandle LINKS = MethodHandles.arrayElementVarHandle(Link[].class);
    private static final Cursor<?> NONE = new Cursor<>(new TopicLog<>(), new Link<>(0), 0, 0, 0);

    private final TopicLog<T> log;
    private final long start;
    // by the channel's earlier cursors
    private final long cameBefore;
    private final long takenBefore;

    /** How many messages the log had when this stopped. */
    private volatile long end;

    /**
     * In the middle the last link that was taken, {@link Apart}: publishers look at the rest of this, and the next cursor may belong to
     * somebody on another core.
     */
    private final Link<?>[] position = new Link<?>[2 * Apart.REFERENCES + 1];

    private Cursor(TopicLog<T> log, Link<T> position, long cameBefore, long takenBefore, long end) {
        this.log = log;
        this.start = position.number;
        this.cameBefore = cameBefore;
        this.takenBefore = takenBefore;
        this.end = end;
        this.position[Apart.REFERENCES] = position;
    }

    /** One that starts before {@code first}, the last message of that log; {@code earlier} has stopped. */
    static <T> Cursor<T> startingAt(Posted<T> first, TopicLog<T> log, Cursor<T> earlier) {
        var position = new Link<T>(first.number - 1);
        position.setNext(first);
        log.entered();
        return new Cursor<>(log, position, earlier.came(), earlier.taken(), RUNNING);
    }

    /** One that never ran. */
    @SuppressWarnings("unchecked") // it has and takes nothing
    static <T> Cursor<T> none() {
        return (Cursor<T>) NONE;
    }

    @SuppressWarnings("unchecked") // nothing else is ever set
    private Link<T> position() {
        return (Link<T>) LINKS.getAcquire(position, Apart.REFERENCES);
    }

    boolean isRunning() {
        return end == RUNNING;
    }

    /** Whether it will come to that message, which lies in the log. */
    boolean isBefore(Posted<T> posted) {
        return isRunning() && start < posted.number;
    }

    /** Takes the next message; null if there is none, or this has stopped. From any thread. */
    @SuppressWarnings("ReferenceEquality")
    @Nullable Posted<T> poll() {
        while (true) {
            Link<T> here = position();
            Link<T> next = here.next();
            if (next == null) {
                if (here == position()) { // otherwise the log may have been taken apart here since
                    return null;
                }
            } else if (LINKS.compareAndSet(position, Apart.REFERENCES, here, next)) {
                here.passed();
                if (next instanceof Posted<T> posted) {
                    return posted;
                }
            }
        }
    }

    /** Takes the next message as {@link #poll} does, where nobody else takes one meanwhile. */
    @Nullable Posted<T> pollAlone() {
        Link<T> here = position();
        for (Link<T> next = here.next(); next != null; next = here.next()) {
            LINKS.setRelease(position, Apart.REFERENCES, next);
            here.passed();
            if (next instanceof Posted<T> posted) {
                return posted;
            }
            here = next;
        }
        return null;
    }

    /** The next message; null if there is none. */
    @SuppressWarnings("ReferenceEquality")
    @Nullable Posted<T> peek() {
        while (true) {
            Link<T> here = position();
            Link<T> next = here.next();
            while (next instanceof Joint) {
                next = next.next();
            }
            if (next instanceof Posted<T> posted) {
                return posted;
            }
            if (here == position()) {
                return null;
            }
        }
    }

    /** Stops this, and tells what it has still before it. */
    void stop(Consumer<Posted<T>> rest) {
        Link<T> here;
        do {
            here = position();
        } while (!LINKS.compareAndSet(position, Apart.REFERENCES, here, new Link<>(here.number)));
        end = log.number();
        for (Link<T> next = here.next(); next != null; next = next.next()) {
            here.passed();
            if (next instanceof Posted<T> posted) {
                rest.accept(posted);
            }
            here = next;
        }
        log.left();
    }

    // ---- figures, for any thread ----

    /** How many messages have come this way to the channel, by this cursor or an earlier one. */
    long came() {
        long now = log.number();
        return cameBefore + Math.min(now, end) - start; // end after now: if it stopped meanwhile, that counts
    }

    /** How many of them were taken. */
    long taken() {
        return takenBefore + position().number - start;
    }

    /** How many are still before it; none once it has stopped. */
    long before() {
        long taken = position().number;
        long came = log.number();
        return isRunning() ? came - taken : 0;
    }
}

package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel has read its topic's log: once from start to stop, which are inside the broker's guard; any thread may take messages in
 * between, each of which is taken once.
 */
final class Cursor<T> {

    /** What is made of a message, from where it lies. */
    interface Taker<T, R> {
        R take(Segment<T> segment, int index);
    }

    private static final long RUNNING = Long.MAX_VALUE;

    private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SEGMENT = Handles.ofField(MethodHandles.lookup(), "segment", Segment.class);
    private static final Cursor<?> NONE = new Cursor<>(null, null, 0, 0, 0);

    /** Null where there never was one. */
    private final @Nullable TopicLog<T> log;
    /** How many messages the log had before this started. */
    private final long start;
    // by the channel's earlier cursors
    private final long cameBefore;
    private final long takenBefore;

    /** How many messages the log had when this stopped. */
    private volatile long end;
    /** Where the next message lies, or behind which it will lie; null once this has stopped. */
    private volatile @Nullable Segment<T> segment;

    /**
     * In the middle how many messages the log had before the next one to be taken, its complement once this has stopped. It lies {@link Apart}:
     * publishers look at the rest of this, and the next cursor may belong to somebody on another core.
     */
    private final long[] position = new long[2 * Apart.LONGS + 1];

    private Cursor(
            @Nullable TopicLog<T> log, @Nullable Segment<T> segment, long start, long cameBefore, long takenBefore) {
        this.log = log;
        this.segment = segment;
        this.start = start;
        this.cameBefore = cameBefore;
        this.takenBefore = takenBefore;
        this.end = log == null ? start : RUNNING;
        this.position[Apart.LONGS] = log == null ? ~start : start;
    }

    /** One that starts before the message of that number, which lies in that segment of the log; {@code earlier} has stopped. */
    static <T> Cursor<T> startingAt(long number, Segment<T> segment, TopicLog<T> log, Cursor<T> earlier) {
        return new Cursor<>(log, segment, number, earlier.came(), earlier.taken());
    }

    /** One that never ran. */
    @SuppressWarnings("unchecked") // it has and takes nothing
    static <T> Cursor<T> none() {
        return (Cursor<T>) NONE;
    }

    boolean isRunning() {
        return end == RUNNING;
    }

    // ---- reading on ----

    /** Takes the next message; null if there is none, or this has stopped. From any thread. */
    <R> @Nullable R poll(Taker<T, R> taker) {
        while (true) {
            long number = position();
            Segment<T> here = segmentOf(number);
            if (here == null) {
                return null;
            }
            int index = here.index(number);
            if (index < 0) { // others have gone on meanwhile
                continue;
            }
            if (!here.has(index)) {
                return null;
            }
            if (POSITION.compareAndSet(position, Apart.LONGS, number, number + 1)) {
                return taker.take(here, index);
            }
        }
    }

    /** Takes the next message as {@link #poll} does, where nobody else takes one meanwhile. */
    <R> @Nullable R pollAlone(Taker<T, R> taker) {
        long number = position();
        Segment<T> here = segmentOf(number);
        if (here == null) {
            return null;
        }
        int index = here.index(number);
        if (!here.has(index)) {
            return null;
        }
        POSITION.setRelease(position, Apart.LONGS, number + 1);
        return taker.take(here, index);
    }

    /** Looks at the next message, and leaves it; null if there is none. */
    <R> @Nullable R peek(Taker<T, R> taker) {
        while (true) {
            long number = position();
            Segment<T> here = segmentOf(number);
            if (here == null) {
                return null;
            }
            int index = here.index(number);
            if (index >= 0) {
                return here.has(index) ? taker.take(here, index) : null;
            }
        }
    }

    /** Stops this, and tells what it has still before it. */
    void stop(Consumer<Posted<T>> rest) {
        long number;
        do {
            number = position();
        } while (!POSITION.compareAndSet(position, Apart.LONGS, number, ~number));
        TopicLog<T> read = Objects.requireNonNull(log, "it has started");
        end = read.number();
        read.left();
        for (; number < end; number++) {
            Segment<T> here = Objects.requireNonNull(segmentOf(number), "it was appended");
            rest.accept(here.posted(here.index(number)));
        }
        segment = null;
    }

    private long position() {
        return (long) POSITION.getAcquire(position, Apart.LONGS);
    }

    /**
     * Where the message of that number lies or will lie, if others have not gone on from there; null if it has no place yet, or this has
     * stopped.
     */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable Segment<T> segmentOf(long number) {
        while (number >= 0) {
            Segment<T> here = segment;
            if (here == null || !here.isBefore(number)) {
                return here;
            }
            Segment<T> next = here.next();
            if (next == null) {
                if (here == segment) { // otherwise the log may have been taken apart here since
                    return null;
                }
            } else if (SEGMENT.compareAndSet(this, here, next)) {
                here.passed();
            }
        }
        return null;
    }

    // ---- figures, for any thread ----

    /** How many messages have come this way to the channel, by this cursor or an earlier one. */
    long came() {
        long now = appended();
        return cameBefore + Math.min(now, end) - start; // end after now: if it stopped meanwhile, that counts
    }

    /** How many of them were taken. */
    long taken() {
        return takenBefore + passed() - start;
    }

    /** How many are still before it; none once it has stopped. */
    long before() {
        long passed = passed();
        long came = appended();
        return isRunning() ? came - passed : 0;
    }

    private long appended() {
        return log == null ? 0 : log.number();
    }

    private long passed() {
        long now = position();
        return now < 0 ? ~now : now;
    }
}

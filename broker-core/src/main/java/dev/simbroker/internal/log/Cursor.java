package dev.simbroker.internal.log;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.util.Padding;
import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a channel has read its topic's log: once from start to stop, which are inside the broker's guard; each message is taken once. It is
 * looked at from any thread, and read by one at a time or by any, as its kind says.
 */
public abstract sealed class Cursor<T> {

    /** What is made of a message, from where it lies. */
    public interface Taker<T, R> {
        R take(Segment<T> segment, int index);
    }

    private static final long RUNNING = Long.MAX_VALUE;

    private static final VarHandle SEGMENT = VarHandles.ofField(MethodHandles.lookup(), "segment", Segment.class);

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

    /** One that never ran. */
    private Cursor() {
        this.log = null;
        this.start = 0;
        this.cameBefore = 0;
        this.takenBefore = 0;
        this.end = 0;
    }

    private Cursor(long start, Segment<T> segment, TopicLog<T> log, Cursor<T> earlier) {
        this.log = log;
        this.start = start;
        this.cameBefore = earlier.came();
        this.takenBefore = earlier.taken();
        this.end = RUNNING;
        this.segment = segment;
    }

    /** One that never ran, and those after which are read by one thread at a time. */
    @SuppressWarnings("unchecked") // it has and takes nothing
    static <T> Cursor<T> ofOneThread() {
        return (Cursor<T>) Alone.NONE;
    }

    /** One that never ran, and those after which are read by any threads at any time. */
    @SuppressWarnings("unchecked") // it has and takes nothing
    static <T> Cursor<T> ofAnyThread() {
        return (Cursor<T>) Shared.NONE;
    }

    /** The next one, since this has stopped: it starts before the message of that number, which lies in that segment of the log. */
    abstract Cursor<T> next(long number, Segment<T> segment, TopicLog<T> log);

    final boolean isRunning() {
        return end == RUNNING;
    }

    // ---- how far it is ----

    /** How many messages the log had before the next one to be taken, its complement once this has stopped. */
    abstract long position();

    /** Lets nobody take another message, and tells where the next one lay. */
    abstract long halt();

    /**
     * Where the message of that number lies or will lie, if others have not gone on from there; null if it has no place yet, or this has
     * stopped.
     */
    @SuppressWarnings("ReferenceEquality")
    final @Nullable Segment<T> segmentOf(long number) {
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

    // ---- reading on ----

    /** Takes the next message; null if there is none, or this has stopped. */
    abstract <R> @Nullable R poll(Taker<T, R> taker);

    /** Looks at the next message, and leaves it; null if there is none. From any thread. */
    final <R> @Nullable R peek(Taker<T, R> taker) {
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
    final void stop(Consumer<StoredMessage<T>> rest) {
        TopicLog<T> read = Objects.requireNonNull(log, "it has started");
        long number = halt();
        end = read.number();
        read.left();
        for (; number < end; number++) {
            Segment<T> here = Objects.requireNonNull(segmentOf(number), "it was appended");
            rest.accept(here.posted(here.index(number)));
        }
        segment = null;
    }

    // ---- figures, for any thread ----

    /** How many messages have come this way to the channel, by this cursor or an earlier one. */
    final long came() {
        long now = appended();
        return cameBefore + Math.min(now, end) - start; // end after now: if it stopped meanwhile, that counts
    }

    /** How many of them were taken. */
    final long taken() {
        return takenBefore + passed() - start;
    }

    /** How many are still before it; none once it has stopped. */
    final long before() {
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

    // ---- the two kinds ----

    private static final class Alone<T> extends Cursor<T> {

        static final Cursor<?> NONE = new Alone<>();

        private static final VarHandle POSITION = VarHandles.ofField(MethodHandles.lookup(), "position", long.class);

        private long position;

        private Alone() {
            position = ~0L;
        }

        private Alone(long start, Segment<T> segment, TopicLog<T> log, Cursor<T> earlier) {
            super(start, segment, log, earlier);
            position = start;
        }

        @Override
        Cursor<T> next(long number, Segment<T> segment, TopicLog<T> log) {
            return new Alone<>(number, segment, log, this);
        }

        @Override
        long position() {
            return (long) POSITION.getAcquire(this);
        }

        @Override
        long halt() {
            long number = position;
            POSITION.setRelease(this, ~number);
            return number;
        }

        @Override
        <R> @Nullable R poll(Taker<T, R> taker) {
            long number = position;
            Segment<T> here = segmentOf(number);
            if (here == null) {
                return null;
            }
            int index = here.index(number);
            if (!here.has(index)) {
                return null;
            }
            POSITION.setRelease(this, number + 1);
            return taker.take(here, index);
        }
    }

    /** The position lies {@link Padding}: publishers look at all else, and the next cursor may belong to somebody on another core. */
    private static final class Shared<T> extends Cursor<T> {

        static final Cursor<?> NONE = new Shared<>();

        private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

        private final long[] position = new long[2 * Padding.LONGS + 1];

        private Shared() {
            position[Padding.LONGS] = ~0L;
        }

        private Shared(long start, Segment<T> segment, TopicLog<T> log, Cursor<T> earlier) {
            super(start, segment, log, earlier);
            position[Padding.LONGS] = start;
        }

        @Override
        Cursor<T> next(long number, Segment<T> segment, TopicLog<T> log) {
            return new Shared<>(number, segment, log, this);
        }

        @Override
        long position() {
            return (long) POSITION.getAcquire(position, Padding.LONGS);
        }

        @Override
        long halt() {
            long number;
            do {
                number = position();
            } while (!goOn(number, ~number));
            return number;
        }

        @Override
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
                if (goOn(number, number + 1)) {
                    return taker.take(here, index);
                }
            }
        }

        private boolean goOn(long number, long next) {
            return POSITION.compareAndSet(position, Padding.LONGS, number, next);
        }
    }
}

package dev.simbroker.internal.log;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.util.PaddedLongs;
import dev.simbroker.internal.util.SegmentReader;
import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscription queue's read position in a topic log. A cursor runs once, from start to stop, both inside the broker's
 * guard; the queue's next run gets a new cursor. It takes each message once.
 *
 * <p>Any thread may look at a cursor. One kind is read by one thread at a time, and costs less; the other is read by
 * any threads at any time. The position of both becomes its complement when the cursor stops, so that a single read
 * tells how far it is and whether it may go on.
 *
 * @param <T> the type of the payloads
 */
public abstract sealed class Cursor<T> extends SegmentReader<Segment<T>> {

    /** Makes something of a message, from where it lies. */
    public interface Taker<T, R> {
        R take(Segment<T> segment, int index);
    }

    private static final long RUNNING = Long.MAX_VALUE;

    /** Null in the cursor that never ran. */
    private final @Nullable TopicLog<T> log;

    private final long start;
    // by the subscription queue's earlier cursors
    private final long cameBefore;
    private final long takenBefore;

    /** The log's end when this stopped. */
    private volatile long end;

    /** A cursor that never ran. */
    private Cursor() {
        super(null);
        this.log = null;
        this.start = 0;
        this.cameBefore = 0;
        this.takenBefore = 0;
        this.end = 0;
    }

    private Cursor(long start, Segment<T> segment, TopicLog<T> log, Cursor<T> earlier) {
        super(segment);
        this.log = log;
        this.start = start;
        this.cameBefore = earlier.came();
        this.takenBefore = earlier.taken();
        this.end = RUNNING;
    }

    /** A cursor that never ran, and whose successors are read by one thread at a time. */
    @SuppressWarnings("unchecked") // it has and takes nothing
    static <T> Cursor<T> ofOneThread() {
        return (Cursor<T>) Alone.NONE;
    }

    /** A cursor that never ran, and whose successors are read by any threads at any time. */
    @SuppressWarnings("unchecked") // it has and takes nothing
    static <T> Cursor<T> ofAnyThread() {
        return (Cursor<T>) Shared.NONE;
    }

    /**
     * The successor of this cursor, which has stopped: it starts at a position that lies in that segment of the log.
     */
    abstract Cursor<T> next(long position, Segment<T> segment, TopicLog<T> log);

    final boolean isRunning() {
        return end == RUNNING;
    }

    // ---- how far it is ----

    /** The position of the next message to be taken, its complement once this has stopped. */
    abstract long position();

    /** Lets nobody take another message, and answers the position of the next. */
    abstract long halt();

    // ---- reading on ----

    /** Takes the next message; null if there is none, or this has stopped. */
    public abstract <R> @Nullable R poll(Taker<T, R> taker);

    /** Looks at the next message, and leaves it; null if there is none. From any thread. */
    final <R> @Nullable R peek(Taker<T, R> taker) {
        while (true) {
            long position = position();
            Segment<T> here = position < 0 ? null : segmentOf(position);
            if (here == null) {
                return null;
            }
            int index = here.index(position);
            if (index >= 0) {
                return here.has(index) ? taker.take(here, index) : null;
            }
        }
    }

    /** Stops this, and gives {@code rest} what it has still before it. */
    final void stop(Consumer<StoredMessage<T>> rest) {
        TopicLog<T> read = Objects.requireNonNull(log, "it has started");
        long position = halt();
        end = read.end();
        read.left();
        for (; position < end; position++) {
            Segment<T> here = Objects.requireNonNull(segmentOf(position), "it was appended");
            rest.accept(here.message(here.index(position)));
        }
        letGo();
    }

    // ---- figures, for any thread ----

    /** The number of messages that came to the subscription queue by this cursor and those before it. */
    final long came() {
        long now = appended();
        return cameBefore + Math.min(now, end) - start; // end after now: if it stopped meanwhile, that counts
    }

    /** The number of messages taken by this cursor and those before it. */
    final long taken() {
        return takenBefore + passed() - start;
    }

    /** The number of messages still before this; none once it has stopped. */
    final long before() {
        long passed = passed();
        long came = appended();
        return isRunning() ? came - passed : 0;
    }

    private long appended() {
        return log == null ? 0 : log.end();
    }

    private long passed() {
        long position = position();
        return position < 0 ? ~position : position;
    }

    // ---- the two kinds ----

    /** A cursor that is read by one thread at a time. */
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
        Cursor<T> next(long position, Segment<T> segment, TopicLog<T> log) {
            return new Alone<>(position, segment, log, this);
        }

        @Override
        long position() {
            return (long) POSITION.getAcquire(this);
        }

        @Override
        long halt() {
            long next = position;
            POSITION.setRelease(this, ~next);
            return next;
        }

        @Override
        public <R> @Nullable R poll(Taker<T, R> taker) {
            long next = position;
            Segment<T> here = next < 0 ? null : segmentOf(next);
            if (here == null) {
                return null;
            }
            int index = here.index(next);
            if (!here.has(index)) {
                return null;
            }
            POSITION.setRelease(this, next + 1);
            return taker.take(here, index);
        }
    }

    /**
     * A cursor that is read by any threads. Publishers look at the rest of it, so its position lies apart, in
     * {@link PaddedLongs}.
     */
    private static final class Shared<T> extends Cursor<T> {

        static final Cursor<?> NONE = new Shared<>();

        private static final int POSITION = PaddedLongs.first(0);

        private final long[] position = PaddedLongs.create(1);

        private Shared() {
            position[POSITION] = ~0L;
        }

        private Shared(long start, Segment<T> segment, TopicLog<T> log, Cursor<T> earlier) {
            super(start, segment, log, earlier);
            position[POSITION] = start;
        }

        @Override
        Cursor<T> next(long start, Segment<T> segment, TopicLog<T> log) {
            return new Shared<>(start, segment, log, this);
        }

        @Override
        long position() {
            return (long) PaddedLongs.ELEMENT.getAcquire(position, POSITION);
        }

        @Override
        long halt() {
            long next;
            do {
                next = position();
            } while (!move(next, ~next));
            return next;
        }

        @Override
        public <R> @Nullable R poll(Taker<T, R> taker) {
            while (true) {
                long next = position();
                Segment<T> here = next < 0 ? null : segmentOf(next);
                if (here == null) {
                    return null;
                }
                int index = here.index(next);
                if (index < 0) { // others have gone on meanwhile
                    continue;
                }
                if (!here.has(index)) {
                    return null;
                }
                if (move(next, next + 1)) {
                    return taker.take(here, index);
                }
            }
        }

        private boolean move(long from, long to) {
            return PaddedLongs.ELEMENT.compareAndSet(position, POSITION, from, to);
        }
    }
}

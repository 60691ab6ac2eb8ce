package dev.simbroker.internal.log;

import dev.simbroker.internal.broker.LocalTopic;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a {@link TopicLog}: some messages side by side, as what they were posted with. It is written inside the broker's guard, and read
 * from any thread: whoever sees that a message {@linkplain #has is there} sees all of it.
 *
 * <p>A message that lies here takes 20 bytes. Receivers on another core fetch a line of memory for many, and need not go to each to find the
 * next.
 *
 * <p>The last cursor to go on to the next segment takes the log apart behind it. Otherwise a segment that has grown old would keep all that came
 * after it from being collected with the young, though nobody needs it any more.
 */
public final class Segment<T> {

    private static final VarHandle PAYLOADS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle NEXT = VarHandles.ofField(MethodHandles.lookup(), "next", Segment.class);
    private static final VarHandle MADE =
            VarHandles.ofField(MethodHandles.lookup(), "made", AtomicReferenceArray.class);
    private static final VarHandle CURSORS = VarHandles.ofField(MethodHandles.lookup(), "cursorsBefore", int.class);

    private final LocalTopic<T> topic;
    /** How many messages the log had before this. */
    private final long before;

    private final @Nullable Object[] payloads;
    private final long[] ids;
    private final long[] times;
    /** Those of the first message, and of all others that do not say something else. */
    private final Attributes attributes;
    /** Those that say something else; null as long as there are none. */
    private @Nullable Attributes @Nullable [] others;

    /** The messages that somebody asked for as a whole; null as long as there are none. */
    @SuppressWarnings("unused") // by its handle
    private @Nullable AtomicReferenceArray<@Nullable StoredMessage<T>> made;

    @SuppressWarnings("unused") // by its handle
    private @Nullable Segment<T> next;
    /** How many cursors will go on to the next one. */
    @SuppressWarnings("unused") // by its handle
    private int cursorsBefore;

    Segment(LocalTopic<T> topic, long before, int length, Attributes attributes) {
        this.topic = topic;
        this.before = before;
        this.payloads = new Object[length];
        this.ids = new long[length];
        this.times = new long[length];
        this.attributes = attributes;
    }

    int length() {
        return payloads.length;
    }

    /** Whether the message before which the log had so many lies behind this. */
    boolean isBefore(long number) {
        return number - before >= length();
    }

    /** The place of the message before which the log had so many, which does not lie behind this; negative if before. */
    int index(long number) {
        long offset = number - before;
        return offset < 0 ? -1 : (int) offset;
    }

    /** Writes down what is said of a message; it is not there before it is {@linkplain #put put}. */
    @SuppressWarnings("ReferenceEquality") // what is equal, but another object, is merely kept too
    void prepare(int index, Attributes said, long id, long publishedAt) {
        if (said != attributes) {
            if (others == null) {
                others = new Attributes[length()];
            }
            others[index] = said;
        }
        ids[index] = id;
        times[index] = publishedAt;
    }

    void put(int index, T payload) {
        PAYLOADS.setRelease(payloads, index, payload);
    }

    // ---- a message ----

    boolean has(int index) {
        return PAYLOADS.getAcquire(payloads, index) != null;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // nothing else is ever put here, and nobody asks before
    public T payload(int index) {
        return (T) payloads[index];
    }

    long id(int index) {
        return ids[index];
    }

    public long publishedAt(int index) {
        return times[index];
    }

    private Attributes attributes(int index) {
        @Nullable Attributes[] said = others; // read once: it may be made at this moment, for a later message
        Attributes other = said == null ? null : said[index];
        return other == null ? attributes : other;
    }

    /** The message by itself; the same object each time, unless several asked at once. */
    public StoredMessage<T> posted(int index) {
        AtomicReferenceArray<@Nullable StoredMessage<T>> all = made();
        StoredMessage<T> known = all.getAcquire(index);
        if (known != null) {
            return known;
        }
        var posted = newPosted(index);
        all.setRelease(index, posted);
        return posted;
    }

    /** The same, for a cursor that goes on to the next: a new object if nobody else reads the log who would share it. Inside the broker's guard. */
    public StoredMessage<T> postedOnce(int index) {
        return topic.log.cursors() == 1 ? newPosted(index) : posted(index);
    }

    private StoredMessage<T> newPosted(int index) {
        return StoredMessage.plain(topic, payload(index), attributes(index), id(index), publishedAt(index));
    }

    @SuppressWarnings("unchecked") // nothing else is ever set
    private AtomicReferenceArray<@Nullable StoredMessage<T>> made() {
        var known = (AtomicReferenceArray<@Nullable StoredMessage<T>>) MADE.getAcquire(this);
        if (known != null) {
            return known;
        }
        var empty = new AtomicReferenceArray<@Nullable StoredMessage<T>>(length());
        var other = (AtomicReferenceArray<@Nullable StoredMessage<T>>) MADE.compareAndExchange(this, null, empty);
        return other == null ? empty : other;
    }

    // ---- the next one ----

    @SuppressWarnings("unchecked") // nothing else is ever set
    @Nullable Segment<T> next() {
        return (Segment<T>) NEXT.getAcquire(this);
    }

    /** Appends a segment, to which so many cursors will go on. */
    void append(Segment<T> segment, int cursors) {
        CURSORS.set(this, cursors);
        NEXT.setRelease(this, segment);
    }

    /** A cursor has gone on to the next one. */
    void passed() {
        if ((int) CURSORS.getAndAdd(this, -1) == 1) {
            NEXT.setRelease(this, null);
        }
    }
}

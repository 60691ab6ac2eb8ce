package dev.simbroker.internal.log;

import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.util.LinkedSegment;
import dev.simbroker.internal.util.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a {@link TopicLog}: messages side by side, as what they were published with. It is written inside the
 * broker's guard and read from any thread: a thread that sees that a message {@linkplain #has is there} sees all of it.
 *
 * <p>A message that lies here takes 20 bytes. Receivers on another core fetch a cache line for many, and need not go to
 * each to find the next.
 *
 * <p>The last cursor to go on to the next segment unlinks it here.
 */
public final class Segment<T> extends LinkedSegment<Segment<T>> {

    private static final VarHandle PAYLOADS = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle MADE =
            VarHandles.ofField(MethodHandles.lookup(), "made", AtomicReferenceArray.class);
    private static final VarHandle CURSORS = VarHandles.ofField(MethodHandles.lookup(), "cursorsBefore", int.class);

    private final TopicLog<T> log;

    private final @Nullable Object[] payloads;
    private final long[] ids;
    private final long[] times;
    /** The attributes of the first message, and of all that have no others. */
    private final Attributes attributes;
    /** The attributes of messages that differ in them from the first; null as long as none does. */
    private @Nullable Attributes @Nullable [] others;

    /** The messages that were asked for as a whole; null as long as none was. */
    @SuppressWarnings("unused") // by its handle
    private @Nullable AtomicReferenceArray<@Nullable StoredMessage<T>> made;

    /** The number of cursors that have yet to go on to the next segment, once that is linked. */
    @SuppressWarnings("unused") // by its handle
    private int cursorsBefore;

    Segment(TopicLog<T> log, long start, @Nullable Segment<T> previous, Attributes attributes) {
        super(start, previous);
        this.log = log;
        this.payloads = new Object[length()];
        this.ids = new long[length()];
        this.times = new long[length()];
        this.attributes = attributes;
    }

    /** Writes all of a message except its payload; it is not there before that is {@linkplain #put put}. */
    @SuppressWarnings("ReferenceEquality") // an equal object is merely kept too
    void prepare(int index, Attributes given, long id, long publishedAt) {
        if (given != attributes) {
            if (others == null) {
                others = new Attributes[length()];
            }
            others[index] = given;
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
        @Nullable Attributes[] all = others; // read once: it may be made at this moment, for a later message
        Attributes other = all == null ? null : all[index];
        return other == null ? attributes : other;
    }

    /** The message as an object; the same one each time. From any thread. */
    public StoredMessage<T> message(int index) {
        AtomicReferenceArray<@Nullable StoredMessage<T>> all = made();
        StoredMessage<T> known = all.getAcquire(index);
        if (known != null) {
            return known;
        }
        StoredMessage<T> fresh = newMessage(index);
        StoredMessage<T> other = all.compareAndExchange(index, null, fresh);
        return other == null ? fresh : other;
    }

    /**
     * The message as an object, for a cursor that goes on to the next: a new object if no other cursor reads the log,
     * which might share it. Inside the broker's guard.
     */
    public StoredMessage<T> messageOnce(int index) {
        return log.cursors() == 1 ? newMessage(index) : message(index);
    }

    private StoredMessage<T> newMessage(int index) {
        return StoredMessage.logged(log.origin(), payload(index), attributes(index), id(index), publishedAt(index));
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

    // ---- the next segment ----

    /** Links the segment behind this, to which {@code cursors} will go on. */
    void link(Segment<T> following, int cursors) {
        CURSORS.set(this, cursors);
        link(following);
    }

    @Override
    protected void passed() {
        if ((int) CURSORS.getAndAdd(this, -1) == 1) {
            unlink();
        }
    }
}

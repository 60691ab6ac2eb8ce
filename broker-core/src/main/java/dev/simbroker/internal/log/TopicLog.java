package dev.simbroker.internal.log;

import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.Origin;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.util.PaddedCounter;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a topic in the order of publication, for the subscription queues that read it, each with a
 * {@link Cursor}. A publication is appended once, however many cursors there are, and not at all while there are none.
 *
 * <p>The log holds only its last {@link Segment}. What a cursor has still before it, the cursor holds; a segment that
 * all cursors have passed is held by nobody. It is appended to inside the broker's guard, and read from any thread.
 *
 * @param <T> the type of the payloads
 */
public final class TopicLog<T> {

    private final Origin<T> origin;
    /** The position behind the last message. It has one even while there are no cursors. */
    private final PaddedCounter end = new PaddedCounter();

    // guarded by the broker's guard
    /** Null while there are no cursors. */
    private @Nullable Segment<T> last;

    private int cursors;

    public TopicLog(Origin<T> origin) {
        this.origin = origin;
    }

    /** What the messages share. */
    Origin<T> origin() {
        return origin;
    }

    /** The number of cursors that run. */
    public int cursors() {
        return cursors;
    }

    /** The position behind the last message, and so the number of messages ever appended. From any thread. */
    long end() {
        return end.get();
    }

    public void append(StoredMessage<T> message) {
        append(message.payload(), message.attributes(), message.id(), message.publishedAt());
    }

    /** Appends a message, which every cursor has before it from now on. */
    public void append(T payload, Attributes attributes, long id, long publishedAt) {
        long position = end.get();
        Segment<T> segment = last;
        if (segment == null || segment.isBefore(position)) {
            segment = next(segment, position, attributes);
        }
        int index = segment.index(position);
        segment.prepare(index, attributes, id, publishedAt);
        end.up(); // before it is there, so that no cursor is ever beyond the end
        segment.put(index, payload);
    }

    private Segment<T> next(@Nullable Segment<T> full, long start, Attributes attributes) {
        var segment = new Segment<>(this, start, full, attributes);
        if (full != null) {
            full.link(segment, cursors);
        }
        last = segment;
        return segment;
    }

    /**
     * Starts a cursor before {@code message}, which is appended if there was no cursor to read it.
     *
     * @param earlier the subscription queue's cursor before, which has stopped
     * @return null if another message was published since
     */
    @Nullable Cursor<T> startAt(StoredMessage<T> message, Cursor<T> earlier) {
        if (cursors == 0) {
            append(message);
        }
        Segment<T> segment = last;
        long position = end.get() - 1;
        if (segment == null || segment.id(segment.index(position)) != message.id()) {
            return null;
        }
        cursors++;
        return earlier.next(position, segment, this);
    }

    /** Told that a cursor has stopped. */
    void left() {
        cursors--;
        if (cursors == 0) {
            last = null;
        }
    }
}

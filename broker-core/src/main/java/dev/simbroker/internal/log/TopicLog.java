package dev.simbroker.internal.log;

import dev.simbroker.internal.broker.LocalTopic;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.util.PaddedCounter;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a topic in the order of publication, for the channels that follow it, each with a {@link Cursor}: a publication is
 * appended once, however many these are, and not at all while there are none.
 *
 * <p>It holds only its last {@link Segment}. What a cursor has still before it, the cursor holds; a segment that all have passed, nobody does.
 * It is appended to inside the broker's guard, and read from any thread.
 */
public final class TopicLog<T> {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 64;

    private final LocalTopic<T> topic;
    /** How many messages were ever appended. */
    private final PaddedCounter number = new PaddedCounter();
    /** Null as long as there are no cursors. */
    private @Nullable Segment<T> last;

    private int cursors;

    public TopicLog(LocalTopic<T> topic) {
        this.topic = topic;
    }

    /** How many cursors are under way. */
    public int cursors() {
        return cursors;
    }

    /** How many messages were ever appended; from any thread. */
    long number() {
        return number.get();
    }

    public void append(StoredMessage<T> posted) {
        append(posted.payload(), posted.attributes(), posted.id(), posted.publishedAt());
    }

    /** Appends a message, which every cursor has before it from now on. */
    public void append(T payload, Attributes attributes, long id, long publishedAt) {
        long before = number.get();
        Segment<T> segment = last;
        if (segment == null || segment.isBefore(before)) {
            segment = next(segment, before, attributes);
        }
        int index = segment.index(before);
        segment.prepare(index, attributes, id, publishedAt);
        number.up(); // before it is there, so that nobody has ever read more than there is
        segment.put(index, payload);
    }

    private Segment<T> next(@Nullable Segment<T> full, long before, Attributes attributes) {
        int length = full == null ? SHORTEST : Math.min(LONGEST, 2 * full.length());
        var segment = new Segment<>(topic, before, length, attributes);
        if (full != null) {
            full.append(segment, cursors);
        }
        last = segment;
        return segment;
    }

    /**
     * Starts a cursor before that message, which is appended if there was none to read it.
     *
     * @param earlier the one before, which has stopped
     * @return null if another message was published since
     */
    @Nullable Cursor<T> startAt(StoredMessage<T> posted, Cursor<T> earlier) {
        if (cursors == 0) {
            append(posted);
        }
        Segment<T> segment = last;
        long before = number.get() - 1;
        if (segment == null || segment.id(segment.index(before)) != posted.id()) {
            return null;
        }
        cursors++;
        return earlier.next(before, segment, this);
    }

    /** A cursor has stopped. */
    void left() {
        cursors--;
        if (cursors == 0) {
            last = null;
        }
    }
}

package dev.simbroker;

import org.jspecify.annotations.Nullable;

/**
 * The messages of a topic in the order of publication, for the channels that follow it, each with a {@link Cursor}: a publication is
 * appended once, however many these are.
 *
 * <p>It holds only its end. What a cursor has still before it, the cursor holds; what all have passed, nobody does. It is appended to inside
 * the broker's guard, and read from any thread.
 */
final class TopicLog<T> {

    private static final int MESSAGES_BETWEEN_JOINTS = 64;

    /** How many messages were ever appended. */
    private final LoneCounter number = new LoneCounter();
    /** The last link; null as long as nobody would read on from it. */
    private @Nullable Link<T> last;

    private int cursors;
    private int untilJoint = MESSAGES_BETWEEN_JOINTS;

    /** Appends a message, which every cursor has before it from now on. */
    void append(Posted<T> posted) {
        if (--untilJoint == 0) {
            untilJoint = MESSAGES_BETWEEN_JOINTS;
            link(new Joint<>(number.get(), cursors));
        }
        posted.number = number.up(); // before it is there, so that nobody has ever read more than there is
        link(posted);
    }

    /** Whether that message is the last one, and somebody could read on from it. */
    @SuppressWarnings("ReferenceEquality") // a message lies here once
    boolean endsWith(Posted<T> posted) {
        return posted == last;
    }

    private void link(Link<T> link) {
        if (last != null) {
            last.setNext(link);
        }
        last = link;
    }

    /** How many messages were ever appended; from any thread. */
    long number() {
        return number.get();
    }

    /** A cursor starts. */
    void entered() {
        cursors++;
    }

    /** A cursor has stopped. */
    void left() {
        cursors--;
        letGo();
    }

    /** Lets go of the last message, if nobody will come to it. */
    void letGo() {
        if (cursors == 0) {
            last = null;
        }
    }
}

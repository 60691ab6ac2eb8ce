package dev.simbroker.queue;

import org.jspecify.annotations.Nullable;

/** The processes that wait at one end of a mailbox: first come, first served, and free to leave at any place. */
final class Line<E> {

    private @Nullable Place<E> first;
    private @Nullable Place<E> last;

    boolean isEmpty() {
        return first == null;
    }

    void join(Place<E> place) {
        place.previous = last;
        if (last == null) {
            first = place;
        } else {
            last.next = place;
        }
        last = place;
        place.inLine = true;
    }

    /** The one who has waited longest, who thereby leaves the line; null if nobody waits. */
    @Nullable Place<E> poll() {
        Place<E> place = first;
        if (place != null) {
            leave(place);
        }
        return place;
    }

    /** Takes {@code place} out of the line, if it is still in it. */
    void leave(Place<E> place) {
        if (!place.inLine) {
            return;
        }
        if (place.previous == null) {
            first = place.next;
        } else {
            place.previous.next = place.next;
        }
        if (place.next == null) {
            last = place.previous;
        } else {
            place.next.previous = place.previous;
        }
        place.previous = null;
        place.next = null;
        place.inLine = false;
    }
}

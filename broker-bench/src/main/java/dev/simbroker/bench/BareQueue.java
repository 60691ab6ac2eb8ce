package dev.simbroker.bench;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A queue between tasks of a {@link BareLoop} with a single consumer. */
final class BareQueue<E> {

    private final BareLoop loop;
    private final ArrayDeque<E> elements = new ArrayDeque<>();
    private @Nullable BareTask waiting;

    BareQueue(BareLoop loop) {
        this.loop = loop;
    }

    void put(E element) {
        elements.add(element);
        if (waiting != null) {
            loop.wake(waiting);
            waiting = null;
        }
    }

    E take() {
        E element = elements.poll();
        while (element == null) {
            waiting = loop.current();
            loop.await();
            element = elements.poll();
        }
        return element;
    }
}

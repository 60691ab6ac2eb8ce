package dev.simbroker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A figure: changed inside the broker's guard alone, and read from any thread, which sees every change in the end. It costs no more than a
 * plain field.
 */
final class Counter {

    private final AtomicLong value = new AtomicLong();

    long get() {
        return value.getOpaque();
    }

    void up() {
        add(1);
    }

    void down() {
        add(-1);
    }

    private void add(long change) {
        value.setOpaque(value.getPlain() + change);
    }

    /** As many counters as a kind has constants. */
    static Counter[] each(Enum<?>[] constants) {
        var counters = new Counter[constants.length];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = new Counter();
        }
        return counters;
    }
}

package dev.simbroker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A figure: changed inside the broker's guard alone, and read from any thread, which sees every change in the end. It costs no more than a
 * plain field.
 */
final class Counter {

    private static final VarHandle VALUE = Handles.ofField(MethodHandles.lookup(), "value", long.class);

    private long value;

    long get() {
        return (long) VALUE.getOpaque(this);
    }

    void up() {
        add(1);
    }

    void down() {
        add(-1);
    }

    private void add(long change) {
        VALUE.setOpaque(this, value + change);
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

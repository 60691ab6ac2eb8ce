package dev.simbroker.internal.util;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter that is changed inside the broker's guard alone, and read from any thread, which sees every change in the
 * end. It costs no more than a plain field.
 */
public final class Counter {

    private static final VarHandle VALUE = VarHandles.ofField(MethodHandles.lookup(), "value", long.class);

    private long value;

    public long get() {
        return (long) VALUE.getOpaque(this);
    }

    public void up() {
        add(1);
    }

    public void down() {
        add(-1);
    }

    private void add(long change) {
        VALUE.setOpaque(this, value + change);
    }

    /** One counter for each constant. */
    public static Counter[] each(Enum<?>[] constants) {
        var counters = new Counter[constants.length];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = new Counter();
        }
        return counters;
    }
}

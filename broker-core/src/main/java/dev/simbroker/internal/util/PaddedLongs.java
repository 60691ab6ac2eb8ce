package dev.simbroker.internal.util;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The layout of an array of longs that threads on several cores write at the same time, each in a group of its own.
 *
 * <p>Processors share memory by lines of 64 bytes, some of them two at a time: a core that writes one number takes the
 * whole line away from all others, including those that only ever read what happens to lie beside it. So groups begin
 * two lines apart, and two lines from either end of the array. What the same thread writes with every message shares a
 * group, which has a few longs.
 *
 * <p>These are static methods on an array, and no class that holds one, because a further object would be a further
 * load with every message.
 */
public final class PaddedLongs {

    /** Accesses an element of an array of longs. */
    public static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    /** The longs from one group to the next: they fill two lines. */
    private static final int GROUP = 16;

    private PaddedLongs() {}

    /** An array of zeros with room for {@code groups}. */
    public static long[] create(int groups) {
        return new long[(groups + 1) * GROUP + 1];
    }

    /** The index of the first long of a group, which the others of that group follow. */
    public static int first(int group) {
        return (group + 1) * GROUP;
    }
}

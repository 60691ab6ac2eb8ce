package dev.simbroker.internal.util;

/**
 * How many elements of an array lie between what is written with every message and whatever else there is in memory.
 *
 * <p>Processors share memory by lines of 64 bytes, some of them two at a time: who writes one number takes the whole line away from every other
 * core, also from those that only ever read what happens to lie beside it. On the live clock publishers and receivers are on different
 * cores, and so each writes in places of its own: in the middle of an array that has nothing else in it.
 */
public final class Padding {

    /** So many longs take two lines. */
    public static final int LONGS = 16;

    private Padding() {}
}

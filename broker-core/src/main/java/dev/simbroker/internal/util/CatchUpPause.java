package dev.simbroker.internal.util;

import java.util.concurrent.TimeUnit;

/**
 * A short pause of a reader that has caught up with the writers of a log or a mailbox, on the live clock and outside
 * the guard.
 *
 * <p>Right behind the writers a reader would take turns with them at the same memory, which slows both. A pause lets
 * them get ahead. It is worth its time only if there is a stream to fall behind, so its length depends on how much the
 * reader has read since the last one.
 */
public final class CatchUpPause {

    /** After this many elements a pause of a microsecond is a small part of the time that they took. */
    public static final int ELEMENTS_PER_MICROSECOND = 64;

    private static final int LONGEST_MICROSECONDS = 8;

    /** This many spins take about a microsecond. */
    private static final int SPINS = 100;

    private CatchUpPause() {}

    /**
     * Pauses for a microsecond for every {@link #ELEMENTS_PER_MICROSECOND} elements, at least for one and at most for
     * eight, or longer if others take this thread's carrier meanwhile.
     *
     * @param elements how many the caller has read since its last pause
     */
    public static void after(long elements) {
        pause(Math.clamp(elements / ELEMENTS_PER_MICROSECOND, 1, LONGEST_MICROSECONDS));
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    private static void pause(int microseconds) {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < SPINS; i++) {
                Thread.onSpinWait();
            }
            Thread.yield();
        } while (System.nanoTime() - start < TimeUnit.MICROSECONDS.toNanos(microseconds));
    }
}

package dev.simbroker.internal.util;

/** The check with which every method that may wait begins. */
public final class Interrupts {

    private Interrupts() {}

    /**
     * Refuses a caller that has been interrupted, and clears its interrupt status.
     *
     * @throws InterruptedException if it has
     */
    public static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}

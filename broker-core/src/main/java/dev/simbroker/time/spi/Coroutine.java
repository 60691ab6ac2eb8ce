package dev.simbroker.time.spi;

import java.util.OptionalLong;

/**
 * A thread that carries one process of a simulation: it runs while the process has its turn, and is suspended
 * otherwise. Unstable before 1.0.
 *
 * <p>A suspended coroutine goes on when {@link CarriedProcess#hasTurn} answers true, and for no other reason. The turn
 * passes from process to process by a volatile write of the simulation, which orders everything that was written before
 * it before everything that is read after it was noticed; {@link #resume} is merely what makes the next process look.
 */
public interface Coroutine {

    /** The thread, which is the same all the time. May be called from any thread. */
    Thread thread();

    /**
     * Whether the thread is somebody else's too: it began on its own, to be suspended until it has its first turn, and
     * others may ask whether it has ended. The next process then goes on only after {@link #awaitEnd}, since in a
     * simulation the answer must not depend on how quick the thread is.
     */
    default boolean hasThreadOfItsOwn() {
        return false;
    }

    /** Called once, when the process exists and nobody can see it yet. Where it throws, nothing has happened. */
    default void begin() {}

    /** Waits, in real time, until nothing is left of the thread. Called by the thread that drives. */
    default void awaitEnd() throws InterruptedException {
        thread().join();
    }

    /**
     * Makes the process go on, since it has its turn: the first time by starting it. Called by the thread whose turn it
     * was, as the last thing that it does before it is suspended or ends.
     *
     * @throws RuntimeException or an {@link Error} if there is no thread for it; nothing has happened then
     */
    void resume();

    /**
     * Suspends the calling thread, which is this coroutine's, until its process has its turn; returns at once if it
     * has. An interrupt of the thread does not end the suspension, and is there afterwards as the thread's status.
     */
    void suspend();

    /**
     * Whether the thread was interrupted and its process has not gone on since. May be called from any thread, for
     * reports on interrupts that came past the simulation.
     */
    default boolean isInterrupted() {
        return thread().isInterrupted();
    }

    /**
     * Since when the thread is parked in another way than by {@link #suspend}, as {@link System#nanoTime} counts; empty
     * if it is not, or if nobody can tell. May be called from any thread.
     */
    default OptionalLong parkedOutsideSince() {
        return OptionalLong.empty();
    }

    /** Interrupts the thread, whatever the process is about. Called by the thread that drives. */
    void interrupt();

    /**
     * Makes a suspended process look at its turn, which then throws. Called by the thread that drives, after it took
     * the turn away.
     */
    void giveUp();
}

package dev.simbroker.time.spi;

import java.util.Optional;

/** A process of a simulation as its {@link Coroutine} sees it. Unstable before 1.0. */
public interface CarriedProcess {

    /** The name that the thread which carries it should have. */
    String name();

    /**
     * Runs the process from its start to its end; called once, on the thread of its coroutine, when that is first
     * resumed.
     */
    void run();

    /**
     * Whether the process has its turn and may go on. May be called from any thread.
     *
     * @throws Error if the simulation has given up on the process, which has to end: to be passed on to the caller of
     *     {@link Coroutine#suspend}
     */
    boolean hasTurn();

    /**
     * Has the process, which has its turn, wait for something that only its thread sees: that has left its carrier
     * without being suspended. The process waits until it is {@linkplain Waiter#wake woken}; when it has its turn, it
     * is made to go on. May be called from any thread, which has nothing else to do with the simulation.
     *
     * @param goOn has the thread go on
     */
    void leave(WaitReason why, Runnable goOn);

    /** Whether it was interrupted in simulated time, and will find that when it goes on. */
    boolean isInterruptPending();

    /**
     * How its thread stands in simulated time while the process waits or is ready; empty while it runs, or has ended,
     * since then the thread knows.
     */
    Optional<Thread.State> threadState();
}

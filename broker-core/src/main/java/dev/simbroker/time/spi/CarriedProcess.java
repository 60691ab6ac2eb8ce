package dev.simbroker.time.spi;

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
}

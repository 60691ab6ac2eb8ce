package dev.simbroker.time.spi;

/**
 * A way to carry the processes of one simulation: it makes their {@linkplain Coroutine coroutines}. Unstable before
 * 1.0.
 *
 * <p>It decides on what threads the processes run, and nothing about what happens: a program and a seed do the same
 * things with every carrier. Processes that {@link dev.simbroker.time.Scheduler#threadFactory} makes are threads
 * already and carry themselves.
 */
@FunctionalInterface
public interface Carrier {

    /** Makes a carrier for each simulation. */
    @FunctionalInterface
    interface Factory {

        /**
         * Answers the carrier of one simulation.
         *
         * @param scheduler the simulation, which is just being made and must not be used before this has returned
         */
        Carrier open(SchedulerSpi scheduler);
    }

    /** The coroutine of a new process, which has not begun. Called by the thread whose turn it is. */
    Coroutine coroutine(CarriedProcess process);

    /** Called when the simulation has closed and every process has ended that could be ended. */
    default void close() {}
}

package dev.simbroker.time.spi;

import dev.simbroker.internal.carrier.Carriers;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

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

    /**
     * Every process on a virtual thread of the JDK's scheduler, whoever has its turn waking the next one. Always
     * possible.
     */
    static Factory baton() {
        return Carriers.baton();
    }

    /**
     * All processes of a simulation on one platform thread of its own, in turn, so that no other thread is woken when a
     * turn passes from one to the other. They are virtual threads all the same, and nothing else about them changes;
     * virtual threads that they start are run by the JDK's scheduler.
     *
     * @throws UnsupportedOperationException if {@code java.lang} is not open to this library
     *     ({@code --add-opens java.base/java.lang=ALL-UNNAMED}), or if this JDK is none that it knows
     */
    static Factory carried() {
        return Carriers.carried();
    }

    /**
     * The same with something before the scheduler of each thread, which a virtual thread asks to run it whenever it
     * is to go on: for whoever wants to know of that.
     *
     * @param schedulers answers what is the scheduler of a process's thread, and passes on to the given one
     * @throws UnsupportedOperationException as {@link #carried()} does
     */
    static Factory carried(BiFunction<CarriedProcess, Executor, Executor> schedulers) {
        return Carriers.carried(schedulers);
    }

    /** The coroutine of a new process, which has not begun. Called by the thread whose turn it is. */
    Coroutine coroutine(CarriedProcess process);

    /**
     * The coroutine of a new process on a virtual thread that was made by somebody else and is about to start.
     *
     * @throws UnsupportedOperationException unless this carrier does that
     */
    default ThreadCoroutine adopt(CarriedProcess process, Thread thread) {
        throw new UnsupportedOperationException("this carrier carries only threads that it has made");
    }

    /**
     * Called by whoever looks for the next process, again and again before the clock moves: to bring in what has come
     * from threads that have no turn.
     */
    default void bringIn() {}

    /**
     * Called now and then, in real time, by the thread that drives, while processes run: to look after threads of which
     * a carrier has only a few, for example.
     */
    default void checkProgress() {}

    /** Called when the simulation has closed and every process has ended that could be ended. */
    default void close() {}
}

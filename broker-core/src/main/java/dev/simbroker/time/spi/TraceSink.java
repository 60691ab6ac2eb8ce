package dev.simbroker.time.spi;

import dev.simbroker.time.SimProcess;
import org.jspecify.annotations.Nullable;

/**
 * An observer of everything that happens on a scheduler and in the brokers that run on it.
 *
 * <p>Events arrive in the order in which they happen, in a simulation on the thread of the running process, on the live clock on any thread. An
 * observer must be quick, must not wait and must not use what it observes.
 */
public interface TraceSink {

    /**
     * Takes an event. What it is about is passed by reference, so that an event costs nothing but the call.
     *
     * @param event the kind of event, which says what the other parameters mean
     * @param time in {@link dev.simbroker.time.Scheduler#nanoTime} terms
     * @param process the process that did it; null if it was a timer's task, or a thread that is no process
     */
    void event(
            TraceEvent event,
            long time,
            @Nullable SimProcess process,
            @Nullable Object subject,
            @Nullable Object detail,
            long value);

    /**
     * Takes what repeats a simulation's run up to now; called when a run ends.
     *
     * @param replay for {@link dev.simbroker.time.Simulation.Builder#replay}
     */
    default void runEnded(String replay) {}
}

package dev.simbroker.time.spi;

import dev.simbroker.time.SimProcess;
import org.jspecify.annotations.Nullable;

/**
 * An observer of everything that happens on a scheduler and in the brokers that run on it.
 *
 * <p>In a simulation, events arrive in the order in which they happen, on the thread whose turn it is. On the live
 * clock they arrive on the threads that cause them, several at once, and those of one process arrive in order: a sink
 * for the live clock must be thread-safe. A sink must be quick, must not wait and must not use what it observes. What
 * it throws is thrown at the program that it observes.
 */
@FunctionalInterface
public interface TraceSink {

    /**
     * Takes an event. What it is about is passed by reference, so that an event costs nothing except the call.
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

    /** A sink that passes everything on to this one and then to {@code next}. */
    default TraceSink and(TraceSink next) {
        TraceSink first = this;
        return new TraceSink() {
            @Override
            public void event(
                    TraceEvent event,
                    long time,
                    @Nullable SimProcess process,
                    @Nullable Object subject,
                    @Nullable Object detail,
                    long value) {
                first.event(event, time, process, subject, detail, value);
                next.event(event, time, process, subject, detail, value);
            }

            @Override
            public void runEnded(String replay) {
                first.runEnded(replay);
                next.runEnded(replay);
            }
        };
    }
}

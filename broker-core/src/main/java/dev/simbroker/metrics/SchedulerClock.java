package dev.simbroker.metrics;

import dev.simbroker.time.Scheduler;
import io.micrometer.core.instrument.Clock;
import java.util.Objects;

/**
 * A scheduler's time as a Micrometer {@link Clock}, for a registry whose rates, maxima and timers shall follow it.
 *
 * <pre>{@code
 * var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new SchedulerClock(simulation));
 * }</pre>
 *
 * @param scheduler where the time comes from
 */
public record SchedulerClock(Scheduler scheduler) implements Clock {

    /** A clock over {@code scheduler}. */
    public SchedulerClock {
        Objects.requireNonNull(scheduler, "scheduler");
    }

    @Override
    public long wallTime() {
        return scheduler.clock().millis();
    }

    @Override
    public long monotonicTime() {
        return scheduler.nanoTime();
    }
}

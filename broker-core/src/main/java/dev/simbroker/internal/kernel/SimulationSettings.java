package dev.simbroker.internal.kernel;

import dev.simbroker.internal.schedule.Replay;
import dev.simbroker.internal.schedule.Strategy;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.TraceSink;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one simulation.
 *
 * @param seed of random numbers and of the schedule
 * @param start the simulated time at which it starts
 * @param strategy decides which process or timer goes next
 * @param replay the run to repeat
 * @param trace is told of every event
 * @param limits of all runs together
 * @param carrier makes what carries the processes
 */
public record SimulationSettings(
        long seed,
        Instant start,
        Strategy strategy,
        @Nullable Replay replay,
        @Nullable TraceSink trace,
        Limits limits,
        Carrier.Factory carrier) {}

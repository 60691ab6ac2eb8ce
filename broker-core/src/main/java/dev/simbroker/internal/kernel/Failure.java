package dev.simbroker.internal.kernel;

import dev.simbroker.time.SimulationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reason for which a run ended.
 *
 * @param cause the exception of a process, if that was it
 * @param exception makes the report; asked on the thread that drives, when all processes are at rest
 */
record Failure(@Nullable Throwable cause, Supplier<SimulationException> exception) {}

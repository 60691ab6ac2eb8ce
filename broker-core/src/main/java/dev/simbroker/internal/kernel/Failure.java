package dev.simbroker.internal.kernel;

import dev.simbroker.time.SimulationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What ended a run.
 *
 * @param cause what a process threw, if that was it
 * @param exception makes the report; asked on the thread that drives, when all processes are at rest
 */
record Failure(@Nullable Throwable cause, Supplier<SimulationException> exception) {}

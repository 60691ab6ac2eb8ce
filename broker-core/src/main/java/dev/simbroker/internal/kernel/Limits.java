package dev.simbroker.internal.kernel;

import java.time.Duration;

/**
 * The limits of a simulation's runs.
 *
 * @param time in simulated nanoseconds since the start
 * @param steps at one instant: turns of processes and timers, or operations on queues and brokers
 * @param realTime for all runs of the simulation together
 * @param externalBlocking for how long, in real time, a process may be blocked outside the simulation
 * @param indefiniteBlocking for how long if its wait has no time and is no input or output
 */
public record Limits(
        long time, long steps, Duration realTime, Duration externalBlocking, Duration indefiniteBlocking) {}

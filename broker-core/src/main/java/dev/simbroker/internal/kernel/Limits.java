package dev.simbroker.internal.kernel;

import java.time.Duration;

/**
 * The limits of a simulation's runs.
 *
 * @param time in simulated nanoseconds since the start
 * @param steps in turns of processes and timers
 * @param realTime for all runs of the simulation together
 * @param externalBlocking for how long, in real time, a process may be blocked outside the simulation
 */
public record Limits(long time, long steps, Duration realTime, Duration externalBlocking) {}

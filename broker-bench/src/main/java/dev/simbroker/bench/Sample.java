package dev.simbroker.bench;

/**
 * What one measurement of one contender said.
 *
 * @param nanos how long an operation took, in nanoseconds; NaN where time was not measured
 * @param bytes how much an operation allocated, or, of a footprint, how much heap one thing keeps
 */
record Sample(double nanos, double bytes) {}

/**
 * Benchmarks: the cost of Simbroker relative to alternatives that run side by side.
 *
 * <p>Start reading at {@link dev.simbroker.bench.Bench}, the command line. {@code Catalogue} lists the comparisons and
 * their targets; the classes named {@code …Benchmark} are JMH benchmarks, which check that they did their work;
 * {@code Footprint} measures heap. This module is not published, and its classes are not thread-safe unless they say
 * so.
 */
@NullMarked
package dev.simbroker.bench;

import org.jspecify.annotations.NullMarked;

/**
 * What Simbroker costs, as ratios between things that are run side by side.
 *
 * <p>Enter at {@link dev.simbroker.bench.Bench}, the command line. {@code Catalogue} says what is compared with what, and what is to be reached;
 * the classes named {@code …Benchmark} are JMH benchmarks, which check that they did their work, and {@code Footprint} measures heap.
 * Nothing here is published, and nothing is thread-safe unless it says so.
 */
@NullMarked
package dev.simbroker.bench;

import org.jspecify.annotations.NullMarked;

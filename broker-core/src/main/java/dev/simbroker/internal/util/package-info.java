/**
 * Small tools without an idea of queues, brokers or simulations: durations, counters, padded memory, chained segments,
 * a scheduler's clock.
 *
 * <p>Start anywhere. {@link dev.simbroker.internal.util.EngineGuard} is the one with users in every room: a guard with
 * what the engine asks beyond the public four methods. Each class says how it may be used by several threads.
 *
 * <p>May import {@code time} and {@code time.spi}.
 */
@NullMarked
package dev.simbroker.internal.util;

import org.jspecify.annotations.NullMarked;

/**
 * Floor 4: counters. {@link dev.simbroker.metrics.BrokerMetrics} shows a broker's figures as Micrometer meters,
 * {@link dev.simbroker.metrics.SchedulerClock} makes a registry's rates and timers follow a scheduler's time.
 *
 * <p>Micrometer is an optional dependency: only users of this package need {@code io.micrometer:micrometer-core}.
 */
@NullMarked
package dev.simbroker.metrics;

import org.jspecify.annotations.NullMarked;

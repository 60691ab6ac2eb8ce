/**
 * Floor 4: a broker's figures as Micrometer meters. Start reading at {@link dev.simbroker.metrics.BrokerMetrics};
 * {@link dev.simbroker.metrics.SchedulerClock} makes a registry's rates and timers follow a scheduler's time.
 *
 * <p>Meters read what the broker keeps anyway, on the registry's thread. This package uses the public API of the broker
 * alone. Micrometer is an optional dependency: only users of this package need {@code io.micrometer:micrometer-core}.
 */
@NullMarked
package dev.simbroker.metrics;

import org.jspecify.annotations.NullMarked;

package dev.simbroker.internal.broker;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;

/**
 * The settings of one broker, see {@link Broker.Builder}.
 *
 * @param listeners those that see everything from the start
 * @param deduplicationWindow for how long explicit ids are remembered
 * @param deduplicationLimit how many explicit ids are remembered
 */
public record BrokerSettings(
        String name,
        Scheduler scheduler,
        List<BrokerListener> listeners,
        boolean measuresLatency,
        boolean audited,
        Duration deduplicationWindow,
        int deduplicationLimit) {}

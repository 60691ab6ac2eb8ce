package dev.simbroker.metrics;

import dev.simbroker.Broker;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of a broker.
 *
 * <p>All have the tags {@code broker} and {@code destination}, those below the line also {@code subscription}.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>further tag</th><th>what it shows</th></tr>
 * <tr><td>{@code broker.published}</td><td>counter</td>
 *     <td>{@code outcome}: {@code accepted}, {@code unrouted}, {@code duplicate}, {@code rejected}</td>
 *     <td>publications</td></tr>
 * <tr><td colspan="4"><hr></td></tr>
 * <tr><td>{@code broker.delivered}</td><td>counter</td><td></td>
 *     <td>messages put into the subscription's queue</td></tr>
 * <tr><td>{@code broker.filtered}</td><td>counter</td><td></td>
 *     <td>messages that the subscription's filter did not let pass</td></tr>
 * <tr><td>{@code broker.received}</td><td>counter</td><td></td><td>attempts received from it</td></tr>
 * <tr><td>{@code broker.acked}</td><td>counter</td><td></td><td>attempts acknowledged</td></tr>
 * <tr><td>{@code broker.nacked}</td><td>counter</td>
 *     <td>{@code action}: {@code requeue}, {@code delay}, {@code reject}</td>
 *     <td>attempts given back</td></tr>
 * <tr><td>{@code broker.redelivered}</td><td>counter</td><td>{@code cause}, a {@link RedeliveryCause}</td>
 *     <td>messages to be delivered again</td></tr>
 * <tr><td>{@code broker.dropped}</td><td>counter</td><td>{@code reason}, a {@link RemovalReason}</td>
 *     <td>messages dropped</td></tr>
 * <tr><td>{@code broker.deadlettered}</td><td>counter</td><td>the same</td>
 *     <td>messages gone to the dead-letter topic</td></tr>
 * <tr><td>{@code broker.queue.depth}</td><td>gauge</td><td>{@code state}: {@code ready}, {@code delayed}</td>
 *     <td>messages in the queue</td></tr>
 * <tr><td>{@code broker.queue.oldest.age}</td><td>time gauge</td><td></td>
 *     <td>how long ago the oldest ready one was published</td></tr>
 * <tr><td>{@code broker.inflight}</td><td>gauge</td><td></td><td>messages received and not yet settled</td></tr>
 * <tr><td>{@code broker.handlers}</td><td>gauge</td><td></td>
 *     <td>handlers that are alive: at work, or waiting for a message</td></tr>
 * <tr><td>{@code broker.delivery.latency}</td><td>function timer</td><td></td><td>from publication to receipt</td></tr>
 * <tr><td>{@code broker.delivery.latency.max}</td><td>time gauge</td><td></td>
 *     <td>the longest of these since the subscription was made</td></tr>
 * <tr><td>{@code broker.process}</td><td>timer</td><td>{@code outcome}: {@code success}, {@code failure}</td>
 *     <td>how long handlers took</td></tr>
 * </table>
 *
 * <p>All times are the broker's. All meters except {@code broker.process} read what the broker keeps anyway, and so
 * cost nothing for a message. They know no percentiles: callers that want those of the latency record it in a timer of
 * their own, from {@link dev.simbroker.BrokerListener#received}. A broker that
 * {@linkplain Broker#measuresLatency measures no latency} has neither of the two meters of it.
 *
 * <p>A subscription's meters are removed when it is deleted, all of them by {@link #close}. May be bound to several
 * registries. To make a registry's own clock follow the broker's, see {@link SchedulerClock}.
 */
public final class BrokerMetrics implements MeterBinder, AutoCloseable {

    private final Broker broker;
    private final List<MeterBinding> bindings = new CopyOnWriteArrayList<>();

    /** The meters of {@code broker}. */
    public BrokerMetrics(Broker broker) {
        this.broker = Objects.requireNonNull(broker, "broker");
    }

    /**
     * Registers the meters.
     *
     * @throws IllegalStateException if the registry has meters of a broker of this name: their values would be mixed up
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        if (registry.getMeters().stream()
                .anyMatch(meter -> meter.getId().getName().startsWith("broker.")
                        && broker.name().equals(meter.getId().getTag("broker")))) {
            throw new IllegalStateException("the registry has meters of a broker '" + broker.name()
                    + "' already: give each broker a name of its own, or close the other's metrics");
        }
        var binding = new MeterBinding(registry, broker);
        bindings.add(binding);
        broker.addListener(binding);
        broker.topics().forEach(binding::topicCreated);
        broker.subscriptions().forEach(binding::subscriptionCreated);
    }

    /** Removes all meters from the registries that they were bound to. */
    @Override
    public void close() {
        for (MeterBinding binding : bindings) {
            broker.removeListener(binding);
            binding.remove();
        }
        bindings.clear();
    }
}

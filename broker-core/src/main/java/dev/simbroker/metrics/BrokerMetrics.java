package dev.simbroker.metrics;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a broker.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>tags</th><th>what it shows</th></tr>
 * <tr><td>{@code broker.published}</td><td>counter</td><td>broker, destination, outcome</td>
 *     <td>messages published; outcome is {@code accepted} or {@code unrouted}</td></tr>
 * <tr><td>{@code broker.delivered}</td><td>counter</td><td>broker, destination, subscription</td>
 *     <td>messages put into the subscription's queue</td></tr>
 * <tr><td>{@code broker.received}</td><td>counter</td><td>the same</td><td>messages received from it</td></tr>
 * <tr><td>{@code broker.queue.depth}</td><td>gauge</td><td>the same</td><td>messages in it</td></tr>
 * <tr><td>{@code broker.queue.oldest.age}</td><td>time gauge</td><td>the same</td>
 *     <td>how long ago the oldest of these was published</td></tr>
 * <tr><td>{@code broker.delivery.latency}</td><td>timer</td><td>the same</td><td>from publication to receipt</td></tr>
 * </table>
 *
 * <p>All times are the broker's. The counters read fields that the broker keeps anyway. A subscription's meters are removed when it
 * is closed. May be bound to several registries. To make a registry's own clock follow the broker's, see
 * {@link SchedulerClock}.
 */
public final class BrokerMetrics implements MeterBinder {

    private final Broker broker;

    /** The meters of {@code broker}. */
    public BrokerMetrics(Broker broker) {
        this.broker = Objects.requireNonNull(broker, "broker");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        var binding = new Binding(registry, broker.name());
        broker.topics().forEach(binding::topicCreated);
        broker.subscribers().forEach(binding::subscribed);
        broker.addListener(binding);
    }

    /** The meters of one broker in one registry. */
    private static final class Binding implements BrokerListener {

        private final MeterRegistry registry;
        private final String broker;
        private final Map<String, Map<String, Timer>> latencies = new HashMap<>();
        private final Map<Subscriber<?>, List<Meter>> meters = new HashMap<>();

        Binding(MeterRegistry registry, String broker) {
            this.registry = registry;
            this.broker = broker;
        }

        @Override
        public void topicCreated(TopicStatistics topic) {
            published(topic, "accepted", TopicStatistics::accepted);
            published(topic, "unrouted", TopicStatistics::unrouted);
        }

        private void published(TopicStatistics topic, String outcome, ToDoubleFunction<TopicStatistics> count) {
            FunctionCounter.builder("broker.published", topic, count)
                    .description("Messages published")
                    .tags("broker", broker, "destination", topic.destination(), "outcome", outcome)
                    .register(registry);
        }

        @Override
        public void subscribed(Subscriber<?> subscriber) {
            var registered = new ArrayList<Meter>();
            for (SubscriptionStatistics statistics : subscriber.statistics()) {
                register(statistics, registered);
            }
            meters.put(subscriber, registered);
        }

        private void register(SubscriptionStatistics statistics, List<Meter> registered) {
            var tags = Tags.of(
                    "broker", broker,
                    "destination", statistics.destination(),
                    "subscription", statistics.subscription());
            registered.add(FunctionCounter.builder("broker.delivered", statistics, SubscriptionStatistics::delivered)
                    .description("Messages put into the subscription's queue")
                    .tags(tags)
                    .register(registry));
            registered.add(FunctionCounter.builder("broker.received", statistics, SubscriptionStatistics::received)
                    .description("Messages received from the subscription's queue")
                    .tags(tags)
                    .register(registry));
            registered.add(Gauge.builder("broker.queue.depth", statistics, SubscriptionStatistics::depth)
                    .description("Messages in the subscription's queue")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry));
            registered.add(TimeGauge.builder(
                            "broker.queue.oldest.age",
                            statistics,
                            TimeUnit.NANOSECONDS,
                            figures -> figures.oldestAge().toNanos())
                    .description("Time since the oldest message in the subscription's queue was published")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry));
            var latency = Timer.builder("broker.delivery.latency")
                    .description("Time from publication to receipt")
                    .tags(tags)
                    .register(registry);
            registered.add(latency);
            latencies
                    .computeIfAbsent(statistics.destination(), destination -> new HashMap<>())
                    .put(statistics.subscription(), latency);
        }

        @Override
        public void received(Delivery<?> delivery) {
            var timers = latencies.get(delivery.message().topic().name());
            var latency = timers == null ? null : timers.get(delivery.subscription());
            if (latency != null) {
                latency.record(delivery.latency());
            }
        }

        @Override
        public void unsubscribed(Subscriber<?> subscriber) {
            for (SubscriptionStatistics statistics : subscriber.statistics()) {
                var timers = latencies.get(statistics.destination());
                if (timers != null) {
                    timers.remove(statistics.subscription());
                }
            }
            var registered = meters.remove(subscriber);
            if (registered != null) {
                registered.forEach(registry::remove);
            }
        }
    }
}

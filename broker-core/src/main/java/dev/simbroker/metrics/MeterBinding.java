package dev.simbroker.metrics;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one broker in one registry. */
final class MeterBinding implements BrokerListener {

    private final MeterRegistry registry;
    private final String broker;
    /** Whether the broker measures latency. */
    private final boolean latency;

    private final Map<TopicStatistics, List<Meter>> topics = new ConcurrentHashMap<>();
    private final Map<SubscriptionStatistics, SubscriptionMeters> subscriptions = new ConcurrentHashMap<>();

    MeterBinding(MeterRegistry registry, Broker broker) {
        this.registry = registry;
        this.broker = broker.name();
        this.latency = broker.measuresLatency();
    }

    @Override
    public void topicCreated(TopicStatistics topic) {
        topics.computeIfAbsent(
                topic,
                it -> List.of(
                        published(it, "accepted", TopicStatistics::accepted),
                        published(it, "unrouted", TopicStatistics::unrouted),
                        published(it, "duplicate", TopicStatistics::duplicates),
                        published(it, "rejected", TopicStatistics::rejected)));
    }

    @Override
    public void topicForgotten(TopicStatistics topic) {
        topics.getOrDefault(topic, List.of()).forEach(registry::remove);
        topics.remove(topic);
    }

    private Meter published(TopicStatistics topic, String outcome, ToDoubleFunction<TopicStatistics> count) {
        return FunctionCounter.builder("broker.published", topic, count)
                .description("Publications")
                .baseUnit(BaseUnits.MESSAGES)
                .tags("broker", broker, "destination", topic.topic(), "outcome", outcome)
                .register(registry);
    }

    void remove() {
        topics.values().forEach(meters -> meters.forEach(registry::remove));
        subscriptions.values().forEach(SubscriptionMeters::remove);
    }

    @Override
    public void subscriptionCreated(SubscriptionStatistics subscription) {
        subscriptions.computeIfAbsent(subscription, it -> new SubscriptionMeters(registry, broker, latency, it));
    }

    @Override
    public void subscriptionDeleted(SubscriptionStatistics subscription) {
        var meters = subscriptions.remove(subscription);
        if (meters != null) {
            meters.remove();
        }
    }

    @Override
    public void handled(Delivery<?> delivery, Duration time, @Nullable HandlerFailure failure) {
        var meters = subscriptions.get(delivery.statistics());
        if (meters != null) {
            (failure == null ? meters.succeeded : meters.failed).record(time);
        }
    }

    /** The meters of one subscription. */
    private static final class SubscriptionMeters {

        final Timer succeeded;
        final Timer failed;

        private final MeterRegistry registry;
        private final SubscriptionStatistics figures;
        private final Tags tags;
        private final List<Meter> all = new ArrayList<>();

        SubscriptionMeters(MeterRegistry registry, String broker, boolean latency, SubscriptionStatistics figures) {
            this.registry = registry;
            this.figures = figures;
            this.tags = Tags.of(
                    "broker", broker,
                    "destination", figures.destination(),
                    "subscription", figures.subscription());

            counter("broker.delivered", "Messages put into the queue", Tags.empty(), SubscriptionStatistics::delivered);
            counter(
                    "broker.filtered",
                    "Messages that the filter did not let pass",
                    Tags.empty(),
                    SubscriptionStatistics::filtered);
            counter("broker.received", "Attempts received", Tags.empty(), SubscriptionStatistics::received);
            counter("broker.acked", "Attempts acknowledged", Tags.empty(), SubscriptionStatistics::acked);
            String givenBack = "Attempts given back";
            counter("broker.nacked", givenBack, Tags.of("action", "requeue"), SubscriptionStatistics::nacked);
            counter("broker.nacked", givenBack, Tags.of("action", "delay"), SubscriptionStatistics::nackedWithDelay);
            counter("broker.nacked", givenBack, Tags.of("action", "reject"), SubscriptionStatistics::rejected);
            for (RedeliveryCause cause : RedeliveryCause.values()) {
                var tag = Tags.of("cause", tag(cause));
                counter("broker.redelivered", "Messages to be delivered again", tag, it -> it.redelivered(cause));
            }
            for (RemovalReason reason : RemovalReason.values()) {
                var tag = Tags.of("reason", tag(reason));
                counter("broker.dropped", "Messages dropped", tag, it -> it.dropped(reason));
                counter("broker.deadlettered", "Dead letters", tag, it -> it.deadLettered(reason));
            }
            gauge(
                    "broker.queue.depth",
                    "Messages in the queue",
                    Tags.of("state", "ready"),
                    SubscriptionStatistics::ready);
            gauge(
                    "broker.queue.depth",
                    "Messages in the queue",
                    Tags.of("state", "delayed"),
                    SubscriptionStatistics::delayed);
            gauge(
                    "broker.inflight",
                    "Messages received and not settled",
                    Tags.empty(),
                    SubscriptionStatistics::inFlight);
            all.add(Gauge.builder("broker.handlers", figures, SubscriptionStatistics::handlers)
                    .description("Handlers that are alive")
                    .baseUnit(BaseUnits.THREADS)
                    .tags(tags)
                    .register(registry));
            time(
                    "broker.queue.oldest.age",
                    "Time since the oldest ready message was published",
                    SubscriptionStatistics::oldestAge);
            if (latency) {
                latency();
            }
            succeeded = timer("broker.process", "Time that handlers took", Tags.of("outcome", "success"));
            failed = timer("broker.process", "Time that handlers took", Tags.of("outcome", "failure"));
        }

        private void latency() {
            all.add(FunctionTimer.builder(
                            "broker.delivery.latency",
                            figures,
                            SubscriptionStatistics::received,
                            it -> seconds(it.totalLatency()),
                            TimeUnit.SECONDS)
                    .description("Time from publication to receipt")
                    .tags(tags)
                    .register(registry));
            time(
                    "broker.delivery.latency.max",
                    "Longest time from publication to receipt",
                    SubscriptionStatistics::maxLatency);
        }

        /** Any duration, where the nanoseconds of a long end at 292 years. */
        private static double seconds(Duration duration) {
            return duration.toSeconds() + duration.toNanosPart() / 1e9;
        }

        private static String tag(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private void counter(
                String name, String description, Tags further, ToDoubleFunction<SubscriptionStatistics> count) {
            all.add(FunctionCounter.builder(name, figures, count)
                    .description(description)
                    .baseUnit(BaseUnits.MESSAGES)
                    .tags(tags.and(further))
                    .register(registry));
        }

        private void gauge(
                String name, String description, Tags further, ToDoubleFunction<SubscriptionStatistics> value) {
            all.add(Gauge.builder(name, figures, value)
                    .description(description)
                    .baseUnit(BaseUnits.MESSAGES)
                    .tags(tags.and(further))
                    .register(registry));
        }

        private void time(String name, String description, Function<SubscriptionStatistics, Duration> value) {
            all.add(TimeGauge.builder(name, figures, TimeUnit.SECONDS, it -> seconds(value.apply(it)))
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        private Timer timer(String name, String description, Tags further) {
            var timer = Timer.builder(name)
                    .description(description)
                    .tags(tags.and(further))
                    .register(registry);
            all.add(timer);
            return timer;
        }

        void remove() {
            all.forEach(registry::remove);
        }
    }
}

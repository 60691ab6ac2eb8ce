package dev.simbroker.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.TopicStatistics;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.TraceEvent;
import dev.simbroker.time.spi.TraceSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The observer of a scheduler is told of everything that happens in the brokers on it. */
class TraceListenerTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Topic<DeadLetter> DEAD = Topic.of("orders.dead", DeadLetter.class);

    /** The events of schedulers, which {@link TraceEvent} lists first. */
    private static final Set<TraceEvent> OF_SCHEDULERS = EnumSet.range(TraceEvent.SPAWN, TraceEvent.RANDOM_BITS);

    private record Event(
            TraceEvent kind,
            long time,
            @Nullable String process,
            @Nullable Object subject,
            @Nullable Object detail) {}

    private final List<Event> events = new ArrayList<>();

    private final TraceSink sink = this::add;

    private void add(
            TraceEvent kind,
            long time,
            @Nullable SimProcess process,
            @Nullable Object subject,
            @Nullable Object detail,
            long value) {
        if (!OF_SCHEDULERS.contains(kind)) {
            events.add(new Event(kind, time, process == null ? null : process.name(), subject, detail));
        }
    }

    @Test
    void everyKindOfEvent_isTold_withWhatItIsAbout() {
        try (var simulation = Simulation.builder().traceTo(sink).build()) {
            var broker = Broker.create(simulation);
            var settings = Subscription.named("billing")
                    .atLeastOnce(Duration.ofSeconds(30))
                    .deadLetter(DEAD)
                    .capacity(3, Overflow.REJECT);
            broker.tryPublish(ORDERS, "nobody");
            var billing = broker.subscribe(ORDERS, settings);
            broker.tryPublish(Publication.of(ORDERS, "1").deduplicationId("a"));
            broker.tryPublish(Publication.of(ORDERS, "1").deduplicationId("a"));
            broker.tryPublish(ORDERS, "2");
            broker.tryPublish(ORDERS, "3");
            broker.tryPublish(ORDERS, "refused");
            simulation.run(() -> {
                billing.receive().ack();
                billing.receive().nack();
                billing.receive().reject();
            });
            billing.close();
            var consumer = broker.consume(ORDERS, settings, delivery -> {});
            simulation.run();
            consumer.close();
            broker.tryPublish(ORDERS, "left");
            broker.deleteSubscription(ORDERS, "billing");
            broker.subscribe(Topic.of("short-lived", String.class)).close();
        }

        assertThat(events).extracting(Event::kind).containsAll(EnumSet.complementOf(EnumSet.copyOf(OF_SCHEDULERS)));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.subject()).isInstanceOf(subject(event.kind()));
            assertThat(event.time()).isZero();
        });
        assertThat(events)
                .filteredOn(event -> event.kind() == TraceEvent.RECEIVED)
                .extracting(Event::process)
                .containsExactly("main", "main", "main", "billing-2");
        assertThat(events)
                .filteredOn(event -> event.kind() == TraceEvent.REDELIVERING)
                .extracting(Event::detail)
                .containsExactly(RedeliveryCause.NACKED);
    }

    private static Class<?> subject(TraceEvent kind) {
        return switch (kind) {
            case TOPIC_CREATED, TOPIC_FORGOTTEN -> TopicStatistics.class;
            case PUBLISHED, UNROUTED, DELIVERED, DROPPED -> Message.class;
            case DUPLICATE, REFUSED -> Publication.class;
            case RECEIVED, ACKED, REDELIVERING, HANDLED -> Delivery.class;
            case DEAD_LETTERED -> DeadLetter.class;
            case SUBSCRIPTION_CREATED, SUBSCRIPTION_DELETED -> SubscriptionStatistics.class;
            case SUBSCRIBED, UNSUBSCRIBED -> Subscriber.class;
            case SPAWN, START, TURN, WAIT, END, OPERATION, TIMER, CHOICE, RANDOM_BITS ->
                throw new AssertionError(kind + " is not of a broker");
        };
    }
}

package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A listener is told of every event in order, and its own failures disturb nobody. */
class BrokerListenerTest extends SimulationFixture {

    private final List<String> log = new ArrayList<>();

    private final class Recorder implements BrokerListener {
        @Override
        public void topicCreated(TopicStatistics topic) {
            log.add("topic " + topic.topic());
        }

        @Override
        public void published(Message<?> message) {
            log.add("published " + message.id());
        }

        @Override
        public void unrouted(Message<?> message) {
            log.add("unrouted " + message.id());
        }

        @Override
        public void delivered(Message<?> message, SubscriptionStatistics subscription) {
            log.add("delivered " + message.id() + " to " + subscription.subscription());
        }

        @Override
        public void received(Delivery<?> delivery) {
            log.add("received " + delivery.message().id() + " by " + delivery.subscription());
        }

        @Override
        public void subscribed(Subscriber<?> subscriber) {
            log.add("subscribed " + subscriber.name());
        }

        @Override
        public void unsubscribed(Subscriber<?> subscriber) {
            log.add("unsubscribed " + subscriber.name());
        }
    }

    private static class Faulty implements BrokerListener {
        @Override
        public void published(Message<?> message) {
            throw new IllegalStateException("a listener's own trouble");
        }

        @Override
        public void received(Delivery<?> delivery) {
            throw new AssertionError("a listener's own trouble");
        }

        @Override
        public String toString() {
            return "Faulty (on purpose)";
        }
    }

    @Test
    void events_comeInTheOrderInWhichTheyHappen() {
        try (var broker = Broker.builder(simulation).listener(new Recorder()).build()) {
            broker.tryPublish(ORDERS, "lost");
            var inventory = broker.subscribe(ORDERS, Subscription.named("inventory"));
            broker.subscribe(ORDERS, Subscription.named("email"));
            simulation.spawn("inventory", inventory::receive);
            simulation.spawn("publisher", () -> broker.publish(ORDERS, "order"));
            simulation.run();
        }

        assertThat(log)
                .containsExactly(
                        "topic orders",
                        "published 1",
                        "unrouted 1",
                        "subscribed inventory",
                        "subscribed email",
                        "published 2",
                        "delivered 2 to inventory",
                        "delivered 2 to email",
                        "received 2 by inventory",
                        "unsubscribed inventory",
                        "unsubscribed email");
    }

    @Test
    void faultyListener_breaksNeitherTheBroker_norOtherListeners() {
        var broker = Broker.builder(simulation)
                .listener(new Faulty())
                .listener(new Recorder())
                .build();
        var inventory = broker.subscribe(ORDERS, Subscription.named("inventory"));

        broker.tryPublish(ORDERS, "order");
        var delivery = inventory.tryReceive();

        assertThat(delivery).isPresent();
        assertThat(log)
                .containsExactly(
                        "topic orders",
                        "subscribed inventory",
                        "published 1",
                        "delivered 1 to inventory",
                        "received 1 by inventory");
    }

    @Test
    void removedListener_seesNothingMore() {
        var broker = Broker.create(simulation);
        var recorder = new Recorder();
        broker.addListener(recorder);
        broker.tryPublish(ORDERS, "a");
        broker.removeListener(recorder);
        broker.removeListener(recorder);
        broker.tryPublish(ORDERS, "b");

        assertThat(log).containsExactly("topic orders", "published 1", "unrouted 1");
    }

    @Test
    void publicationThatIsNoMessage_carriesItsPublisherTooWhenItIsTold() {
        var told = new ArrayList<Publication<?>>();
        var broker = Broker.builder(simulation)
                .listener(new BrokerListener() {
                    @Override
                    public void duplicate(Publication<?> publication) {
                        told.add(publication);
                    }

                    @Override
                    public void refused(Publication<?> publication, SubscriptionStatistics subscription) {
                        told.add(publication);
                    }
                })
                .build();
        broker.subscribe(ORDERS, Subscription.named("inventory").capacity(1, Overflow.REJECT));
        var shop = broker.publisher("shop", ORDERS);
        var once = Publication.of(ORDERS, "a").deduplicationId("order-1").header("trace", "7");

        simulation.spawn("shop", () -> {
            shop.publish(once);
            shop.publish(once);
            shop.publish("b");
        });
        simulation.run();

        assertThat(told)
                .containsExactly(
                        once.header(Message.PUBLISHER, "shop"),
                        Publication.of(ORDERS, "b").header(Message.PUBLISHER, "shop"));
    }

    @Test
    void messageThatLostTheSubscriptionItWaitedFor_isUnroutedAsItWasPublished() {
        var told = new ArrayList<Message<?>>();
        var broker = Broker.create(simulation);
        broker.addListener(new BrokerListener() {
            @Override
            public void unrouted(Message<?> message) {
                told.add(message);
            }
        });
        broker.createSubscription(ORDERS, Subscription.named("inventory").capacity(1, Overflow.BLOCK));
        broker.tryPublish(ORDERS, "fills it");
        var published = simulation.now();

        simulation.spawn("shop", () -> broker.publish(ORDERS, "waits"));
        simulation.runFor(Duration.ofSeconds(5));
        broker.deleteSubscription(ORDERS, "inventory");
        simulation.run();

        assertThat(told).singleElement().satisfies(message -> {
            assertThat(message.payload()).isEqualTo("waits");
            assertThat(message.timestamp()).isEqualTo(published);
        });
    }
}

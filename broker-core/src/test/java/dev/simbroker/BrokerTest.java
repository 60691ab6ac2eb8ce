package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerTest {

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.create(simulation);

    @AfterEach
    void close() {
        broker.close();
        simulation.close();
    }

    // ---- fan-out ----

    @Test
    void everySubscription_getsEveryMessage_inOrder() {
        var inventory = broker.subscribe(ORDERS);
        var email = broker.subscribe(ORDERS);

        var results = List.of(broker.tryPublish(ORDERS, "a"), broker.tryPublish(ORDERS, "b"));

        assertThat(results).containsExactly(new PublishResult.Accepted(1, 2), new PublishResult.Accepted(2, 2));
        assertThat(received(inventory)).containsExactly("a", "b");
        assertThat(received(email)).containsExactly("a", "b");
    }

    @Test
    void subscription_getsNothing_ofOtherTopics_norFromBefore() {
        broker.tryPublish(ORDERS, "before");
        var inventory = broker.subscribe(ORDERS);

        broker.tryPublish(USERS, "elsewhere");
        broker.tryPublish(ORDERS, "after");

        assertThat(received(inventory)).containsExactly("after");
    }

    @Test
    void publishingWhereNobodyListens_isReported_andCounted() {
        assertThat(broker.tryPublish(ORDERS, "lost")).isEqualTo(new PublishResult.Unrouted(1));
        assertThat(broker.topics()).singleElement().satisfies(topic -> {
            assertThat(topic.destination()).isEqualTo("orders");
            assertThat(topic.unrouted()).isEqualTo(1);
            assertThat(topic.accepted()).isZero();
        });
    }

    @Test
    void slowSubscriber_delaysNobody() {
        var slow = broker.subscribe(ORDERS);
        var quick = broker.subscribe(ORDERS);
        var latencies = new ArrayList<Duration>();
        simulation.spawn("publisher", () -> {
            for (int n = 0; n < 100; n++) {
                broker.publish(ORDERS, "order " + n);
                simulation.sleep(Duration.ofSeconds(1));
            }
        });
        simulation.spawn("slow", () -> {
            while (true) {
                slow.receive();
                simulation.sleep(Duration.ofHours(1));
            }
        });
        simulation.spawn("quick", () -> {
            while (true) {
                latencies.add(quick.receive().latency());
            }
        });

        simulation.runFor(Duration.ofSeconds(100));

        assertThat(latencies).hasSize(100).containsOnly(Duration.ZERO);
        assertThat(slow.statistics().getFirst().ready()).isEqualTo(99);
    }

    @Test
    void message_carriesWhatWasPublished_andTheSimulatedTime() {
        var inventory = broker.subscribe(ORDERS);
        simulation.runFor(Duration.ofSeconds(90));

        broker.tryPublish(Publication.of(ORDERS, "order")
                .withKey("customer 7")
                .withHeader("b", "1")
                .withHeader("a", "2"));

        var message = inventory.tryReceive().orElseThrow().message();
        assertThat(message.id()).isEqualTo(1);
        assertThat(message.topic()).isEqualTo(ORDERS);
        assertThat(message.key()).contains("customer 7");
        assertThat(message.payload()).isEqualTo("order");
        assertThat(message.headers()).containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
        assertThat(message.timestamp()).isEqualTo(Simulation.DEFAULT_START.plusSeconds(90));
    }

    @Test
    void publisher_leavesItsName() {
        var inventory = broker.subscribe(ORDERS);
        var publisher = broker.publisher("OrderService", ORDERS);

        simulation.run(() -> publisher.publish("order"));

        assertThat(inventory.tryReceive().orElseThrow().message().headers())
                .containsEntry(Message.PUBLISHER, "OrderService");
    }

    // ---- receiving ----

    @Test
    void receive_waits_andKnowsItsLatency() {
        var inventory = broker.subscribe(ORDERS);
        simulation.spawn("publisher", () -> {
            simulation.sleep(Duration.ofSeconds(3));
            broker.publish(ORDERS, "order");
        });
        var delivery = simulation.call(inventory::receive);

        assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(delivery.payload()).isEqualTo("order");
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.latency()).isZero();
    }

    @Test
    void latency_standsStillAfterReceipt() {
        var inventory = broker.subscribe(ORDERS);
        broker.tryPublish(ORDERS, "order");
        simulation.runFor(Duration.ofSeconds(2));
        var delivery = inventory.tryReceive().orElseThrow();
        simulation.runFor(Duration.ofSeconds(5));

        assertThat(delivery.latency()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void timedReceive_givesUp_inSimulatedTime() {
        var inventory = broker.subscribe(ORDERS);

        var nothing = simulation.call(() -> inventory.receive(Duration.ofSeconds(5)));

        assertThat(nothing).isEmpty();
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void severalTopics_areTakenInDeclaredOrder_eachInOrderOfPublication() {
        var analytics = broker.subscribe(List.of(ORDERS, USERS), Subscription.named("analytics"));

        broker.tryPublish(USERS, "u1");
        broker.tryPublish(USERS, "u2");
        broker.tryPublish(ORDERS, "o1");
        broker.tryPublish(ORDERS, "o2");

        assertThat(simulation.call(() -> List.of(
                        analytics.receive().payload(),
                        analytics.receive().payload(),
                        analytics.receive().payload(),
                        analytics.receive().payload())))
                .containsExactly("o1", "o2", "u1", "u2");
    }

    @Test
    void severalProcesses_mayShareASubscriberOfSeveralTopics() {
        var analytics = broker.subscribe(List.of(ORDERS, USERS), Subscription.named("analytics"));
        var log = new ArrayList<String>();
        for (int p = 0; p < 3; p++) {
            String name = "p" + p;
            simulation.spawn(
                    name, () -> log.add(name + " " + analytics.receive().payload()));
        }
        simulation.run();
        for (var topic : List.of(USERS, ORDERS, USERS)) {
            broker.tryPublish(topic, topic.name());
        }
        simulation.run();

        assertThat(log).hasSize(3);
        assertThat(log.stream().map(line -> line.substring(3))).containsExactlyInAnyOrder("users", "orders", "users");
    }

    @Test
    void topicsOfDifferentTypes_canShareASubscriber() {
        Topic<Integer> numbers = Topic.of("numbers", Integer.class);
        Subscriber<Object> all = broker.subscribe(List.of(ORDERS, numbers), Subscription.named("all"));

        broker.tryPublish(numbers, 7);

        assertThat(all.tryReceive().orElseThrow().payload()).isEqualTo(7);
    }

    @Test
    void deadlock_namesTheTopicAndTheSubscription() {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> billing.receive()))
                .withMessageContaining("process 'main' waits for a message of subscription 'billing' on topic 'orders'")
                .withMessageContaining("BrokerTest");
    }

    // ---- unsubscribing ----

    @Test
    void closedSubscriber_getsNothingMore_andItsQueueIsDiscarded() {
        var inventory = broker.subscribe(ORDERS, Subscription.named("inventory").deletedWhenUnused());
        broker.tryPublish(ORDERS, "a");
        broker.tryPublish(ORDERS, "b");
        inventory.tryReceive();

        inventory.close();
        inventory.close();

        assertThat(broker.tryPublish(ORDERS, "c")).isInstanceOf(PublishResult.Unrouted.class);
        var figures = inventory.statistics().getFirst();
        assertThat(figures.delivered()).isEqualTo(2);
        assertThat(figures.received()).isEqualTo(1);
        assertThat(figures.dropped(RemovalReason.DELETED)).isEqualTo(1);
        assertThat(broker.subscribers()).isEmpty();
        assertThatExceptionOfType(SubscriptionClosedException.class)
                .isThrownBy(inventory::tryReceive)
                .withMessage("subscription 'inventory' on topic 'orders' is closed");
    }

    @Test
    void closingASubscriber_endsTheWaitOfItsProcesses() {
        var inventory = broker.subscribe(ORDERS);
        simulation.spawn("inventory", inventory::receive);
        simulation.spawn("closer", () -> {
            simulation.sleep(Duration.ofSeconds(1));
            inventory.close();
        });

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(simulation::run)
                .withCauseInstanceOf(SubscriptionClosedException.class);
    }

    @Test
    void subscribingAndUnsubscribing_whileMessagesFlow() {
        var log = new ArrayList<String>();
        simulation.spawn("publisher", () -> {
            for (int n = 1; n <= 10; n++) {
                broker.publish(ORDERS, "" + n);
                simulation.sleep(Duration.ofSeconds(1));
            }
        });
        simulation.spawn("visitor", () -> {
            simulation.sleep(Duration.ofMillis(2500));
            try (var visitor = broker.subscribe(ORDERS)) {
                for (int n = 0; n < 3; n++) {
                    log.add(visitor.receive().payload());
                }
            }
        });

        simulation.run();

        assertThat(log).containsExactly("4", "5", "6");
    }

    @Test
    void listenerThatUnsubscribes_duringTheFanOut_isHonoured() {
        var first = broker.subscribe(ORDERS);
        var second = broker.subscribe(ORDERS);
        broker.addListener(new BrokerListener() {
            @Override
            public void delivered(Message<?> message, SubscriptionStatistics subscription) {
                second.close();
            }
        });

        assertThat(broker.tryPublish(ORDERS, "a")).isEqualTo(new PublishResult.Accepted(1, 1));
        assertThat(received(first)).containsExactly("a");
        assertThat(second.statistics().getFirst().delivered()).isZero();
    }

    @Test
    void filterThatPublishes_asItMustNot_givesNoIdTwice() {
        var audit = broker.subscribe(USERS);
        var orders = broker.subscribe(
                ORDERS,
                Subscription.named("orders")
                        .filter(Filter.of(
                                "tells of it",
                                message -> broker.tryPublish(USERS, "asked") instanceof PublishResult.Accepted)));

        var result = broker.tryPublish(ORDERS, "a");

        assertThat(audit.tryReceive().orElseThrow().message().id()).isEqualTo(1);
        assertThat(orders.tryReceive().orElseThrow().message().id()).isEqualTo(2);
        assertThat(result).isEqualTo(new PublishResult.Accepted(2, 1));
    }

    @Test
    void closedBroker_refusesToPublishAndSubscribe() {
        var inventory = broker.subscribe(ORDERS);
        broker.close();
        broker.close();

        assertThat(inventory.isClosed()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> broker.tryPublish(ORDERS, "a"))
                .withMessage("broker 'broker' is closed");
        assertThatIllegalStateException().isThrownBy(() -> broker.subscribe(ORDERS));
    }

    // ---- interruption ----

    @Test
    void interruptedPublisher_publishesNothing() {
        var inventory = broker.subscribe(ORDERS);
        var process = simulation.spawn("publisher", () -> broker.publish(ORDERS, "a"));
        process.interrupt();
        simulation.run();

        assertThat(received(inventory)).isEmpty();
    }

    @Test
    void interruptedReceiver_losesNothing() {
        var inventory = broker.subscribe(ORDERS);
        var receiver = simulation.spawn("receiver", inventory::receive);
        simulation.run();
        broker.tryPublish(ORDERS, "a");
        receiver.interrupt();
        simulation.run();

        var figures = inventory.statistics().getFirst();
        assertThat(figures.received() + figures.ready()).isEqualTo(1);
    }

    // ---- bad input ----

    @Test
    void badInput_isNamed() {
        broker.subscribe(ORDERS, Subscription.named("audit"));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        broker.subscribe(ORDERS, Subscription.named("audit").atLeastOnce()))
                .withMessage("subscription 'audit' on topic 'orders' exists with other settings:"
                        + " guarantee is AT_MOST_ONCE, not AT_LEAST_ONCE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker.subscribe(List.of(USERS, USERS), Subscription.named("twice")))
                .withMessage("the topics of subscription 'twice' must be distinct: topic 'users'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker.subscribe(List.<Topic<String>>of(), Subscription.named("none")))
                .withMessage("subscription 'none' must have at least one topic: []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker.tryPublish(Topic.of("orders", Integer.class), 1))
                .withMessage("topic 'orders' carries java.lang.String, not java.lang.Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topic.of(" ", String.class))
                .withMessage("a topic's name must not be blank: ' '");
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("orders.*", String.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topic.of("numbers", int.class))
                .withMessage("the type of topic 'numbers' must not be primitive: int");
        assertThatIllegalArgumentException().isThrownBy(() -> Subscription.named(""));
        assertThatIllegalArgumentException().isThrownBy(() -> broker.publisher("", ORDERS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.builder(simulation).name(" "));
    }

    @Test
    void refusedSubscription_leavesNoTrace() {
        broker.subscribe(USERS, Subscription.named("audit"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker.subscribe(
                        List.of(ORDERS, USERS), Subscription.named("audit").atLeastOnce()));

        assertThat(broker.tryPublish(ORDERS, "a")).isInstanceOf(PublishResult.Unrouted.class);
        assertThat(broker.subscribers()).hasSize(1);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void payloadOfTheWrongType_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Publication.of((Topic) ORDERS, 7))
                .withMessage("the payload for topic 'orders' must be a java.lang.String: java.lang.Integer");
    }

    private static List<String> received(Subscriber<String> subscriber) {
        var payloads = new ArrayList<String>();
        for (var next = subscriber.tryReceive(); next.isPresent(); next = subscriber.tryReceive()) {
            payloads.add(next.get().payload());
        }
        return payloads;
    }
}

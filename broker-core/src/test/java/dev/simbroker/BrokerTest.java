package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.testing.BrokerFixture;
import dev.simbroker.time.DeadlockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broker in simulated time: what the contracts of the conformance kit leave to the engine, such as texts and ids. */
class BrokerTest extends BrokerFixture {

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
    void listenerThatUnsubscribes_isToldWhenEverybodyHasTheMessage() {
        var first = broker.subscribe(ORDERS);
        var second = broker.subscribe(ORDERS);
        broker.addListener(new BrokerListener() {
            @Override
            public void delivered(Message<?> message, SubscriptionStatistics subscription) {
                second.close();
            }
        });

        assertThat(broker.tryPublish(ORDERS, "a")).isEqualTo(new PublishResult.Accepted(1, 2));
        assertThat(received(first)).containsExactly("a");
        assertThat(second.statistics().delivered()).isEqualTo(1);
        assertThat(second.statistics().dropped(RemovalReason.DELETED)).isEqualTo(1);
    }

    @Test
    void filterThatUsesTheBroker_isRefusedByName_andNothingHasHappened() {
        var audit = broker.subscribe(USERS);
        var orders = broker.subscribe(ORDERS, Subscription.named("orders").filter(Filter.of("tells of it", message -> {
            broker.tryPublish(USERS, "asked");
            return true;
        })));

        assertThatIllegalStateException()
                .isThrownBy(() -> broker.tryPublish(ORDERS, "a"))
                .withMessage("the filter of subscription 'orders' on topic 'orders' must not use broker 'broker': it is"
                        + " called in the midst of a change");
        assertThat(audit.tryReceive()).isEmpty();
        assertThat(orders.tryReceive()).isEmpty();
        assertThat(broker.tryPublish(USERS, "b")).isEqualTo(new PublishResult.Accepted(1, 1));
    }

    @Test
    void closedBroker_isNamed() {
        broker.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> broker.tryPublish(ORDERS, "a"))
                .withMessage("broker 'broker' is closed");
    }

    // ---- bad input ----

    @Test
    void badInput_isNamed() {
        broker.subscribe(ORDERS, Subscription.named("audit"));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        broker.subscribe(ORDERS, Subscription.named("audit").atLeastOnce()))
                .withMessage("subscription 'audit' on topic 'orders' exists with other settings:"
                        + " guarantee is AT_MOST_ONCE, not AT_LEAST_ONCE, which handlers, a backoff and a delivery"
                        + " limit imply unless another one is chosen");
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
}

package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every subscription gets every message from when it was made, in order, and nobody waits for anybody. */
interface FanOutContract extends BrokerKit {

    @Test
    default void everySubscription_getsEveryMessage_inOrder() {
        var inventory = broker().subscribe(ORDERS);
        var email = broker().subscribe(ORDERS);

        publish(3);

        assertThat(drain(inventory)).containsExactly("1", "2", "3");
        assertThat(drain(email)).containsExactly("1", "2", "3");
        assertLaw(email, "3 = 3 settled");
        assertThat(orders().accepted()).isEqualTo(3);
    }

    @Test
    default void publishing_saysHowManySubscriptionsHaveTheMessage() {
        broker().subscribe(ORDERS);
        broker().subscribe(ORDERS);

        var one = broker().tryPublish(ORDERS, "1");
        var other = broker().tryPublish(ORDERS, "2");

        assertThat(one).isInstanceOfSatisfying(PublishResult.Accepted.class, accepted -> {
            assertThat(accepted.subscriptions()).isEqualTo(2);
            assertThat(other).isEqualTo(new PublishResult.Accepted(accepted.id() + 1, 2));
        });
    }

    @Test
    default void subscription_getsNothing_ofOtherTopics_norFromBefore() {
        publish("before");
        var inventory = broker().subscribe(ORDERS);

        broker().tryPublish(USERS, "elsewhere");
        publish("after");

        assertThat(drain(inventory)).containsExactly("after");
    }

    @Test
    default void messageThatNobodyWants_isUnrouted_andCounted() {
        var log = listen();

        assertThat(broker().tryPublish(ORDERS, "lost")).isInstanceOf(PublishResult.Unrouted.class);

        assertThat(orders().unrouted()).isEqualTo(1);
        assertThat(orders().accepted()).isZero();
        assertThat(log.events()).containsExactly("published lost", "unrouted lost");
    }

    @Test
    default void slowSubscriber_delaysNobody() {
        run(() -> {
            var slow = broker().subscribe(ORDERS);
            var quick = broker().subscribe(ORDERS);
            var latencies = new CopyOnWriteArrayList<Duration>();
            start("slow", () -> {
                slow.receive();
                sleepFor(ticks(1000));
                return true;
            });
            var reader = start("quick", () -> {
                for (int n = 0; n < 10; n++) {
                    latencies.add(quick.receive().latency());
                }
                return true;
            });

            for (int n = 0; n < 10; n++) {
                broker().publish(ORDERS, "order");
                sleepFor(tick());
            }

            reader.result();
            latencies.forEach(latency -> assertDuration(latency, Duration.ZERO));
            assertLaw(slow, "10 = 1 settled + 9 ready");
        });
    }

    @Test
    default void message_carriesWhatWasPublished() {
        var inventory = broker().subscribe(ORDERS);
        var before = scheduler().clock().instant();

        broker().tryPublish(Publication.of(ORDERS, "order")
                .key("customer 7")
                .header("b", "1")
                .header("a", "2")
                .deduplicationId("id 7"));

        var message = next(inventory).message();
        assertThat(message.topic()).isEqualTo(ORDERS);
        assertThat(message.key()).contains("customer 7");
        assertThat(message.payload()).isEqualTo("order");
        assertThat(message.headers()).containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
        assertThat(message.deduplicationId()).contains("id 7");
        assertDuration(Duration.between(before, message.timestamp()), Duration.ZERO);
    }

    @Test
    default void message_isTheSame_whoeverAsksAndWhenever() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var email = broker().subscribe(ORDERS);
            var before = scheduler().clock().instant();

            publish("order");
            sleepFor(ticks(3));

            var message = next(inventory).message();
            assertThat(next(email).message()).isEqualTo(message);
            assertDuration(Duration.between(before, message.timestamp()), Duration.ZERO);
        });
    }

    @Test
    default void publisher_leavesItsName_andKeepsToItsTopic() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var publisher = broker().publisher("OrderService", ORDERS);

            publisher.publish("order");

            assertThat(next(inventory).message().headers()).containsEntry(Message.PUBLISHER, "OrderService");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> publisher.publish(Publication.of(USERS, "user")))
                    .withMessageContainingAll("OrderService", "orders", "users");
        });
    }

    @Test
    default void topicOfAnotherType_isRefused() {
        var numbers = Topic.of(ORDERS.name(), Integer.class);
        broker().subscribe(ORDERS);

        assertThatIllegalArgumentException().isThrownBy(() -> broker().tryPublish(numbers, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> broker().subscribe(numbers));
    }

    // ---- receiving ----

    @Test
    default void receive_waitsForAMessage() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var reader = start("inventory", inventory::receive);
            sleepFor(ticks(3));

            publish("order");

            assertThat(reader.result().payload()).isEqualTo("order");
            assertThat(reader.result().attempt()).isEqualTo(1);
            assertDuration(reader.result().latency(), Duration.ZERO);
            reader.assertEnded(ticks(3));
        });
    }

    @Test
    default void latency_isTheTimeInTheQueue_andStandsStillAfterReceipt() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            publish("order");
            sleepFor(ticks(2));
            var delivery = next(inventory);

            sleepFor(ticks(5));

            assertDuration(delivery.latency(), ticks(2));
        });
    }

    @Test
    default void figures_knowTheSumAndTheLongestOfAllLatencies() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var billing =
                    broker().subscribe(ORDERS, Subscription.named("billing").atLeastOnce());
            assertThat(figures(inventory).totalLatency()).isZero();
            publish(2);
            sleepFor(ticks(2));
            assertLatencies(inventory, next(inventory));
            var first = next(billing);
            first.nack();
            sleepFor(ticks(3));
            var again = next(billing);
            assertThat(again.attempt()).isEqualTo(2);
            assertLatencies(billing, first, again, next(billing));

            next(inventory);
            var reader = start("inventory", inventory::receive);
            settleDown();
            publish("3");
            reader.result();
            assertThat(figures(inventory).received()).isEqualTo(3);
            assertDuration(figures(inventory).totalLatency(), ticks(2 + 5));
            assertDuration(figures(inventory).maxLatency(), ticks(5));
        });
    }

    private void assertLatencies(Subscriber<?> subscriber, Delivery<?>... received) {
        assertThat(figures(subscriber).totalLatency())
                .isEqualTo(Stream.of(received).map(Delivery::latency).reduce(Duration.ZERO, Duration::plus));
        assertThat(figures(subscriber).maxLatency())
                .isEqualTo(Stream.of(received)
                        .map(Delivery::latency)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    @Test
    default void timedReceive_givesUp() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);

            assertThat(inventory.receive(ticks(5))).isEmpty();

            assertElapsed(ticks(5));
        });
    }

    @Test
    default void processesThatWait_areServedInTheOrderInWhichTheyCame() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var readers = new ArrayList<Task<String>>();
            for (int n = 0; n < 3; n++) {
                readers.add(start("reader " + n, () -> inventory.receive().payload()));
                settleDown();
            }

            publish(3);

            assertThat(readers.get(0).result()).isEqualTo("1");
            assertThat(readers.get(1).result()).isEqualTo("2");
            assertThat(readers.get(2).result()).isEqualTo("3");
        });
    }

    @Test
    default void severalTopics_areTakenInDeclaredOrder_eachInOrderOfPublication() {
        var analytics = broker().subscribe(List.of(ORDERS, USERS), Subscription.named("analytics"));

        broker().tryPublish(USERS, "u1");
        broker().tryPublish(USERS, "u2");
        publish("o1", "o2");

        assertThat(drain(analytics)).containsExactly("o1", "o2", "u1", "u2");
    }

    // ---- interruption ----

    @Test
    default void interruptedReceiver_losesNothing() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var reader = start("inventory", inventory::receive);
            settleDown();

            reader.interrupt();
            assertThat(reader.thrown()).isInstanceOf(InterruptedException.class);

            publish("order");
            assertThat(drain(inventory)).containsExactly("order");
        });
    }

    @Test
    default void messageThatWasHandedOver_isReceived_evenIfItsReceiverIsInterruptedThen() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var reader = start("inventory", inventory::receive);
            settleDown();

            publish("order");
            reader.interrupt();

            assertThat(reader.result().payload()).isEqualTo("order");
            assertLaw(inventory, "1 = 1 settled");
        });
    }

    @Test
    default void interruptedPublisher_publishesNothing() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS);
            var publisher = start("publisher", () -> {
                Thread.currentThread().interrupt();
                return broker().publish(ORDERS, "order");
            });

            assertThat(publisher.thrown()).isInstanceOf(InterruptedException.class);
            assertLaw(inventory, "0");
        });
    }

    @Test
    default void waitingReceiver_learnsThatItsSubscriberIsClosed() {
        run(() -> {
            var inventory = broker().subscribe(ORDERS, Subscription.named("inventory"));
            var reader = start("inventory", inventory::receive);
            sleepFor(tick());

            inventory.close();

            assertThat(reader.thrown())
                    .isInstanceOf(SubscriptionClosedException.class)
                    .hasMessage("subscription 'inventory' on topic 'orders' is closed");
            reader.assertEnded(tick());
        });
    }
}

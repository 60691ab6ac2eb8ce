package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.Assignment;
import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Filter;
import dev.simbroker.Overflow;
import dev.simbroker.Profiles;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Retention;
import dev.simbroker.Settlement;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.TopicPattern;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the guide's second half, which {@link DocsTest} compares with it. */
class DeliveryGuideTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Topic<DeadLetter> DEAD_ORDERS = Topic.of("orders.dead", DeadLetter.class);

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.create(simulation);
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void overflow() {
        var latest = Subscription.named("latest").capacity(2, Overflow.DROP_OLDEST);
        var display = broker.subscribe(ORDERS, latest);

        simulation.run(() -> {
            for (int n = 1; n <= 5; n++) {
                broker.publish(ORDERS, "order " + n);
            }
            assertThat(display.receive().payload()).isEqualTo("order 4");
            assertThat(display.receive().payload()).isEqualTo("order 5");
        });
        assertThat(display.statistics().dropped(RemovalReason.QUEUE_FULL)).isEqualTo(3);
    }

    @Test
    void backPressure() {
        var slow = broker.subscribe(ORDERS, Subscription.named("slow").capacity(1, Overflow.BLOCK));

        simulation.spawn("consumer", () -> {
            simulation.sleep(Duration.ofSeconds(10));
            slow.receive();
        });
        simulation.run(() -> {
            broker.publish(ORDERS, "order 1");
            assertThat(broker.tryPublish(ORDERS, "order 2")).isEqualTo(new PublishResult.Rejected("slow", 0));
            broker.publish(ORDERS, "order 2"); // waits for the consumer
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @Test
    void atLeastOnce() {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));

        simulation.run(() -> {
            broker.publish(ORDERS, "order 1");
            var first = billing.receive(); // never acknowledged
            simulation.sleep(Duration.ofSeconds(31));

            var second = billing.receive();
            assertThat(second.attempt()).isEqualTo(2);
            assertThat(second.history().getFirst().cause()).isEqualTo(RedeliveryCause.LEASE_EXPIRED);
            assertThat(first.ack()).isInstanceOf(Settlement.Late.class); // and nothing has changed
            assertThat(second.ack()).isEqualTo(new Settlement.Done());
            assertThat(second.ack()).isEqualTo(new Settlement.AlreadySettled());
        });
    }

    @Test
    void deadLetters() {
        var billing = broker.subscribe(
                ORDERS,
                Subscription.named("billing")
                        .atLeastOnce()
                        .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)))
                        .deliveryLimit(3)
                        .deadLetter(DEAD_ORDERS));
        var undertaker = broker.subscribe(DEAD_ORDERS);

        simulation.run(() -> {
            broker.publish(ORDERS, "order 1");
            for (int attempt = 1; attempt <= 3; attempt++) {
                billing.receive().nack();
            }
            var letter = undertaker.receive().payload();
            assertThat(letter.message().payload()).isEqualTo("order 1");
            assertThat(letter.reason()).isEqualTo(RemovalReason.DELIVERY_LIMIT);
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(1 + 2));
        });
    }

    @Test
    void deduplication() {
        var billing = broker.subscribe(ORDERS);
        var shop = broker.publisher("shop", ORDERS);

        simulation.run(() -> {
            assertThat(shop.publish(1, "order 1")).isEqualTo(new PublishResult.Accepted(1, 1));
            assertThat(shop.publish(1, "order 1")).isEqualTo(new PublishResult.Duplicate(1)); // after a crash, say
            assertThat(billing.receive().payload()).isEqualTo("order 1");
            assertThat(billing.tryReceive()).isEmpty();
        });
    }

    @Test
    void transaction() {
        Topic<String> invoices = Topic.of("invoices", String.class);
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").exactlyOnce(Duration.ofSeconds(30)));
        var post = broker.subscribe(invoices);

        simulation.run(() -> {
            broker.publish(ORDERS, "order 1");
            var slow = billing.receive();
            assertThatThrownBy(() -> broker.transaction(transaction -> {
                        transaction.publish(invoices, "invoice for " + slow.payload());
                        transaction.ack(slow);
                        simulation.sleep(Duration.ofMinutes(1)); // longer than the lease
                    }))
                    .isInstanceOf(TransactionAbortedException.class);
            assertThat(post.tryReceive()).isEmpty();

            var again = billing.receive();
            broker.transaction(transaction -> {
                transaction.publish(invoices, "invoice for " + again.payload());
                transaction.ack(again);
            });
            assertThat(post.receive().payload()).isEqualTo("invoice for order 1");
        });
    }

    @Test
    void groups() {
        var workers = Subscription.named("workers").atLeastOnce().assignment(Assignment.ROUND_ROBIN);
        for (int n = 1; n <= 2; n++) {
            Subscriber<String> worker = broker.subscribe(ORDERS, workers);
            simulation.spawn(worker.name(), () -> {
                while (true) {
                    var delivery = worker.receive();
                    log.add(worker.name() + ": " + delivery.payload());
                    delivery.ack();
                }
            });
        }
        for (int n = 1; n <= 4; n++) {
            broker.tryPublish(ORDERS, "order " + n);
        }
        simulation.run();
        assertThat(log)
                .containsExactly("workers: order 1", "workers: order 3", "workers-2: order 2", "workers-2: order 4");
    }

    @Test
    void patterns() {
        Topic<String> european = Topic.of("orders.eu.new", String.class);
        var all = broker.subscribe(TopicPattern.of("orders.#", String.class));
        var express = broker.subscribe(
                TopicPattern.of("orders.*.new", String.class),
                Subscription.named("express").filter(Filter.header("speed", "express")));

        broker.tryPublish(european, "order 1");
        broker.tryPublish(Publication.of(european, "order 2").header("speed", "express"));

        assertThat(all.tryReceive().orElseThrow().payload()).isEqualTo("order 1");
        assertThat(express.tryReceive().orElseThrow().payload()).isEqualTo("order 2");
    }

    @Test
    void filterByAPredicate() {
        var large = broker.subscribe(
                ORDERS,
                Subscription.named("large")
                        .filter(Filter.of(
                                "payload is long",
                                message -> message.payload().toString().length() > 10)));
        broker.tryPublish(ORDERS, "order 1");
        broker.tryPublish(ORDERS, "order 2, of many things");

        assertThat(large.tryReceive().orElseThrow().payload()).isEqualTo("order 2, of many things");
        assertThat(large.tryReceive()).isEmpty();
    }

    @Test
    void time() {
        var billing = broker.subscribe(ORDERS);

        simulation.run(() -> {
            broker.publish(Publication.of(ORDERS, "later").delay(Duration.ofHours(1)));
            broker.publish(Publication.of(ORDERS, "short-lived").timeToLive(Duration.ofMinutes(5)));
            simulation.sleep(Duration.ofMinutes(10));
            broker.publish(Publication.of(ORDERS, "ordinary"));
            broker.publish(Publication.of(ORDERS, "urgent").priority(9));

            assertThat(billing.receive().payload()).isEqualTo("urgent");
            assertThat(billing.receive().payload()).isEqualTo("ordinary");
            assertThat(billing.receive().payload()).isEqualTo("later");
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofHours(1));
        });
    }

    @Test
    void replay() {
        broker.retain(ORDERS, Retention.last(100));
        for (int n = 1; n <= 3; n++) {
            broker.tryPublish(ORDERS, "order " + n);
        }
        var late = broker.subscribe(ORDERS, Subscription.named("late").fromLast(2));

        assertThat(late.tryReceive().orElseThrow().payload()).isEqualTo("order 2");
        assertThat(late.tryReceive().orElseThrow().payload()).isEqualTo("order 3");
    }

    @Test
    void handlers() {
        var subscription = Subscription.named("billing").atLeastOnce().backoff(Backoff.fixed(Duration.ofSeconds(5)));
        var consumer = broker.consume(ORDERS, subscription, 2, delivery -> {
            simulation.sleep(Duration.ofSeconds(1));
            if (delivery.attempt() == 1) {
                throw new IllegalStateException("not today");
            }
            log.add(delivery.payload() + " after " + simulation.elapsed());
        });
        simulation.run(() -> {
            broker.publish(ORDERS, "order 1");
            simulation.sleep(Duration.ofMillis(6500));
            consumer.drain(); // finishes what is in work
        });
        assertThat(log).containsExactly("order 1 after PT7S");
    }

    @Test
    void profile() {
        var queue = Profiles.rabbitMqQuorumQueue("billing").deadLetter(DEAD_ORDERS);

        assertThat(queue.lease()).isEqualTo(Duration.ofMinutes(30));
        assertThat(queue.retry().deliveryLimit()).isEqualTo(21); // the first attempt, and 20 returns
    }

    @Test
    void law() {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce());
        for (int n = 1; n <= 5; n++) {
            broker.tryPublish(ORDERS, "order " + n);
        }
        billing.tryReceive().orElseThrow().ack();
        billing.tryReceive().orElseThrow().reject();
        billing.tryReceive().orElseThrow().nack(Duration.ofMinutes(1));
        billing.tryReceive();

        var figures = broker.subscriptions().getFirst();
        assertThat(figures.accepted()).isEqualTo(5);
        assertThat(figures.settled()).isEqualTo(1);
        assertThat(figures.dropped(RemovalReason.REJECTED)).isEqualTo(1);
        assertThat(figures.delayed()).isEqualTo(1);
        assertThat(figures.inFlight()).isEqualTo(1);
        assertThat(figures.ready()).isEqualTo(1);
    }
}

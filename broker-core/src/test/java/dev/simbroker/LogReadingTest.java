package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.queue.Select;
import dev.simbroker.testing.BrokerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A subscription that reads its topic's log at most once loses and doubles nothing, whatever happens to it meanwhile.
 */
class LogReadingTest extends BrokerFixture {

    private static final Subscription GROUP = Subscription.named("group");

    @Test
    void messagesOfEveryKind_keepTheirOrder() {
        var inventory = broker.subscribe(ORDERS);

        publish("a", "b");
        broker.tryPublish(Publication.of(ORDERS, "c").timeToLive(Duration.ofDays(1)));
        publish("d");

        assertThat(received(inventory)).containsExactly("a", "b", "c", "d");
        assertCounts(inventory, 4, 4, 0);
    }

    @Test
    void higherPriority_overtakesWhatLiesInTheLog() {
        var inventory = broker.subscribe(ORDERS);

        publish("a", "b");
        broker.tryPublish(Publication.of(ORDERS, "urgent").priority(5));
        publish("c");

        assertThat(received(inventory)).containsExactly("urgent", "a", "b", "c");
    }

    @Test
    void delayedMessage_comesBehindThoseThatWereThereBefore_andBeforeLaterOnes() {
        var inventory = broker.subscribe(ORDERS);

        broker.tryPublish(Publication.of(ORDERS, "later").delay(Duration.ofSeconds(1)));
        publish("a", "b");
        simulation.runFor(Duration.ofSeconds(1));
        publish("c");

        assertThat(received(inventory)).containsExactly("a", "b", "later", "c");
    }

    @Test
    void messageTakenBackFromAProcess_comesBeforeThoseInTheLog() {
        var first = broker.subscribe(ORDERS, GROUP);
        var second = broker.subscribe(ORDERS, GROUP);
        simulation.spawn(
                "first",
                () -> assertThatExceptionOfType(SubscriptionClosedException.class)
                        .isThrownBy(first::receive));
        simulation.spawn("publisher", () -> {
            publish("a", "b", "c");
            first.crash();
        });

        simulation.run();

        assertThat(received(second)).containsExactly("a", "b", "c");
        assertCounts(second, 3, 3, 0);
    }

    @Test
    void memberThatCloses_leavesWhatLiesInTheLogToTheOthers() {
        var first = broker.subscribe(ORDERS, GROUP);
        var second = broker.subscribe(ORDERS, GROUP);
        publish("a", "b", "c");
        assertThat(first.tryReceive()).isPresent();

        first.close();

        assertThatExceptionOfType(SubscriptionClosedException.class).isThrownBy(first::tryReceive);
        publish("d");
        assertThat(received(second)).containsExactly("b", "c", "d");
        publish("e");
        assertThatExceptionOfType(SubscriptionClosedException.class).isThrownBy(first::tryReceive);
        assertThat(received(second)).containsExactly("e");
        assertCounts(second, 5, 5, 0);
    }

    @Test
    void listenerThatComesLater_isToldOfWhatIsReceivedFromThenOn() {
        var inventory = broker.subscribe(ORDERS);
        publish("a", "b", "c");
        inventory.tryReceive();
        var told = new ArrayList<String>();
        var listener = new BrokerListener() {
            @Override
            public void received(Delivery<?> delivery) {
                told.add("received " + delivery.payload());
            }

            @Override
            public void delivered(Message<?> message, SubscriptionStatistics subscription) {
                told.add("delivered " + message.payload());
            }
        };

        broker.addListener(listener);
        publish("d");
        received(inventory);

        assertThat(told).containsExactly("delivered d", "received b", "received c", "received d");
        broker.removeListener(listener);
        publish("e");
        assertThat(received(inventory)).containsExactly("e");
        assertCounts(inventory, 5, 5, 0);
    }

    @Test
    void deletedSubscription_dropsWhatItHadBeforeIt() {
        var inventory = broker.subscribe(ORDERS);
        publish("a", "b", "c");
        inventory.tryReceive();
        var figures = inventory.statistics();

        inventory.close();

        assertThat(figures.dropped(RemovalReason.DELETED)).isEqualTo(2);
        assertThat(figures.accepted()).isEqualTo(3);
        assertThat(figures.settled()).isEqualTo(1);
        assertThat(figures.ready()).isZero();
    }

    @Test
    void oldestAge_isThatOfTheFirstInTheLog() {
        var inventory = broker.subscribe(ORDERS);
        simulation.spawn("publisher", () -> {
            for (String message : List.of("a", "b")) {
                publish(message);
                simulation.sleep(Duration.ofSeconds(1));
            }
        });
        simulation.run();
        var figures = inventory.statistics();

        assertThat(figures.oldestAge()).isEqualTo(Duration.ofSeconds(2));
        inventory.tryReceive();
        assertThat(figures.oldestAge()).isEqualTo(Duration.ofSeconds(1));
        inventory.tryReceive();
        assertThat(figures.oldestAge()).isZero();
    }

    @Test
    void latencies_areSummedUp_inTheLogAndOutOfIt() {
        var inventory = broker.subscribe(ORDERS);
        publish("a", "b");
        simulation.runFor(Duration.ofSeconds(2));
        inventory.tryReceive();
        simulation.runFor(Duration.ofSeconds(3));
        broker.tryPublish(
                Publication.of(ORDERS, "takes the rest out of the log").priority(1));
        received(inventory);

        var figures = inventory.statistics();
        assertThat(figures.totalLatency()).isEqualTo(Duration.ofSeconds(2 + 5));
        assertThat(figures.maxLatency()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void selects_areToldOfMessagesInTheLog() {
        var inventory = broker.subscribe(ORDERS);
        var email = broker.subscribe(ORDERS);
        var chosen = new ArrayList<String>();
        simulation.spawn("selecting", () -> {
            try (Select<Delivery<String>> select = Select.of(simulation, List.of(inventory, email))) {
                for (int i = 0; i < 6; i++) {
                    chosen.add(select.select().element().payload());
                }
            }
        });
        simulation.spawn("publisher", () -> {
            for (String message : List.of("a", "b", "c")) {
                publish(message);
                simulation.sleep(Duration.ofSeconds(1));
            }
        });

        simulation.run();

        assertThat(chosen).containsExactly("a", "a", "b", "b", "c", "c");
        assertCounts(inventory, 3, 3, 0);
    }

    @Test
    void selectsThatComeAndGo_areToldOfWhatIsAppendedFromThenOn() {
        var inventory = broker.subscribe(ORDERS, GROUP);
        var email = broker.subscribe(ORDERS, GROUP);
        var chosen = new ArrayList<String>();
        simulation.spawn("selecting", () -> {
            for (int i = 0; i < 3; i++) {
                simulation.sleep(Duration.ofSeconds(2)); // while two are appended, and nobody is told
                chosen.addAll(received(email));
                try (Select<Delivery<String>> select = Select.of(simulation, List.of(inventory, email))) {
                    chosen.add(select.select().element().payload());
                }
            }
        });
        simulation.spawn("publisher", () -> {
            simulation.sleep(Duration.ofMillis(500));
            for (int i = 0; i < 3; i++) {
                broker.publish(ORDERS, "a" + i);
                simulation.sleep(Duration.ofSeconds(1));
                broker.publish(ORDERS, "b" + i);
                simulation.sleep(Duration.ofSeconds(1));
                broker.publish(ORDERS, "c" + i);
            }
        });

        simulation.run();

        assertThat(chosen).containsExactly("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2");
    }

    /** Whether they read the log or wait to be handed a message. */
    @Test
    void receivers_goOnInTheOrderOfTheirSubscriptions() {
        var received = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            boolean selects = i % 2 == 1;
            var subscriber = broker.subscribe(ORDERS, Subscription.named("subscription " + i));
            simulation.spawn(subscriber.name(), () -> {
                if (selects) { // and so does not leave the log when it waits
                    simulation.sleep(Duration.ofSeconds(2));
                }
                try (Select<Delivery<String>> select = Select.of(simulation, List.of(subscriber))) {
                    while (true) {
                        var next = selects ? select.select().element() : subscriber.receive();
                        received.add(next.payload() + " by " + next.subscription());
                    }
                }
            });
        }
        simulation.runFor(Duration.ofSeconds(1));
        publish("a");
        simulation.runFor(Duration.ofSeconds(2));
        received.clear();

        publish("b");
        simulation.run();

        assertThat(received)
                .containsExactly(
                        "b by subscription 0", "b by subscription 1", "b by subscription 2", "b by subscription 3");
    }

    /**
     * A filter is external code inside the guard: if it publishes while a dead letter is being given to it, which has
     * no publisher that could be told, it is refused, and everybody gets everything once.
     */
    @Test
    void filterThatPublishesInTheMiddleOfAPublication_isRefused_andDisturbsNobody() {
        var before = broker.subscribe(ORDERS, Subscription.named("before"));
        var full = broker.subscribe(
                ORDERS, Subscription.named("full").deadLetter(DEAD).capacity(1, Overflow.DEAD_LETTER));
        var after = broker.subscribe(ORDERS, Subscription.named("after"));
        var letters = broker.subscribe(
                DEAD, Subscription.named("letters").filter(Filter.of("publishes", letter -> publish("in between"))));
        publish("a");
        received(before);
        received(after);

        publish("b");
        publish("c");

        assertThat(received(full)).containsExactly("a");
        for (var subscriber : List.of(before, after)) {
            assertThat(received(subscriber)).containsExactly("b", "c");
            assertCounts(subscriber, 3, 3, 0);
        }
        assertThat(letters.statistics().ready()).isEqualTo(2);
    }

    /** It comes after the publication that it is told of, which everybody has by then. */
    @Test
    void publicationByAListenerOfAnother_reachesEverybodyOnce() {
        var reading = broker.subscribe(ORDERS, Subscription.named("reading"));
        publish("a");
        var idle = broker.subscribe(ORDERS, Subscription.named("idle"));
        broker.addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                if (message.payload().equals("b")) {
                    publish("in between");
                }
            }
        });

        publish("b", "c");

        assertThat(received(reading)).containsExactly("a", "b", "in between", "c");
        assertThat(received(idle)).containsExactly("b", "in between", "c");
        assertCounts(reading, 4, 4, 0);
        assertCounts(idle, 3, 3, 0);
    }

    /** It was not there when the first message was published. */
    @Test
    void subscriptionThatAListenerMakesInTheMiddleOfAPublication_getsOnlyWhatComesAfter() {
        var reading = broker.subscribe(ORDERS, Subscription.named("reading"));
        publish("a");
        var late = new ArrayList<Subscriber<String>>();
        broker.addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                if (message.payload().equals("b")) {
                    late.add(broker.subscribe(ORDERS, Subscription.named("late")));
                    publish("in between");
                }
            }
        });

        publish("b", "c");

        assertThat(received(reading)).containsExactly("a", "b", "in between", "c");
        assertThat(received(late.getFirst())).containsExactly("in between", "c");
        assertCounts(reading, 4, 4, 0);
        assertCounts(late.getFirst(), 2, 2, 0);
    }

    /**
     * One that drops what is published makes the other take its messages out of the log, while the message is being
     * given to both.
     */
    @Test
    void subscriptionThatLeavesTheLogInTheMiddleOfAPublication_getsItOnce() {
        var full = broker.subscribe(ORDERS, Subscription.named("full").capacity(1, Overflow.DROP_NEWEST));
        var reading = broker.subscribe(ORDERS, Subscription.named("reading"));
        broker.addListener(new BrokerListener() {
            @Override
            public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
                if (message.payload().equals("b")) {
                    broker.tryPublish(Publication.of(ORDERS, "urgent").priority(5));
                }
            }
        });

        publish("a", "b", "c");

        assertThat(received(full)).containsExactly("a");
        assertThat(received(reading)).containsExactly("urgent", "a", "b", "c");
        assertCounts(reading, 4, 4, 0);
    }

    private static void assertCounts(Subscriber<String> subscriber, int accepted, int settled, int ready) {
        assertCounts(subscriber, accepted, settled, settled, ready, 0);
    }
}

package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Message;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener is told while others go on, but whoever tells it may be the one who would have to end its wait. */
@Timeout(60)
class LiveListenerTest {

    private static final Topic<String> NOTES = Topic.of("notes", String.class);
    private static final Topic<String> MORE = Topic.of("more", String.class);

    @FunctionalInterface
    private interface Step {
        Object call() throws InterruptedException;
    }

    private final LiveScheduler scheduler = Scheduler.live();
    private final Broker broker = Broker.create(scheduler);
    private final List<Object> met = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        scheduler.close();
        broker.close();
    }

    /** Does something at each message that is published to the topic {@code orders}, and notes what came of it. */
    private void atEachOrder(Step deed) {
        broker.addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                if (message.topic().equals(ORDERS)) {
                    try {
                        met.add(deed.call());
                    } catch (IllegalStateException | InterruptedException e) {
                        met.add(String.valueOf(e.getMessage()));
                    }
                }
            }
        });
        broker.tryPublish(ORDERS, "order");
    }

    @Test
    void listener_mayPublish() {
        Subscriber<String> notes = broker.subscribe(NOTES);

        atEachOrder(() -> broker.publish(NOTES, "note"));

        assertThat(met).singleElement().isInstanceOf(PublishResult.Accepted.class);
        assertThat(notes.tryReceive()).isPresent();
    }

    @Test
    void listenerThatWouldWaitForSpace_isRefused_andNobodyGetsItsMessage() {
        Subscriber<String> quick = broker.subscribe(NOTES);
        broker.createSubscription(NOTES, Subscription.named("slow").capacity(1, Overflow.BLOCK));
        broker.tryPublish(NOTES, "first");

        atEachOrder(() -> broker.publish(NOTES, "second"));

        assertThat(met)
                .singleElement()
                .asString()
                .contains("cannot wait for space in subscription 'slow'", "tryPublish");
        assertThat(quick.tryReceive()).isPresent();
        assertThat(quick.tryReceive()).isEmpty();
    }

    @Test
    void listenerThatWouldWaitForAMessage_isRefused() {
        Subscriber<String> notes = broker.subscribe(NOTES);

        atEachOrder(notes::receive);

        assertThat(met).singleElement().asString().contains("cannot wait for a message of subscription");
        broker.tryPublish(NOTES, "note");
        assertThat(notes.tryReceive()).as("nobody was left in the line").isPresent();
    }

    @Test
    void listenerThatWouldWaitForAMessageOfSeveralTopics_isRefused() {
        Subscriber<String> both = broker.subscribe(List.of(NOTES, MORE), Subscription.named("both"));

        atEachOrder(both::receive);

        assertThat(met).singleElement().asString().contains("cannot wait for a message of subscription", "tryReceive");
    }

    /** With listeners called inside the guard, each broker's thread waited for the other's guard. */
    @Test
    void brokersWhoseListenersPublishIntoEachOther_doNotLockEachOtherOut() throws InterruptedException {
        int messages = 20_000;
        var other = Broker.builder(scheduler).name("other").build();
        Subscriber<String> here = broker.subscribe(ORDERS);
        Subscriber<String> there = other.subscribe(ORDERS);
        mirror(broker, other);
        mirror(other, broker);

        var publishers = List.of(publisher(broker, messages), publisher(other, messages));
        for (Thread publisher : publishers) {
            publisher.join();
        }

        assertThat(here.statistics().accepted()).isEqualTo(2L * messages);
        assertThat(there.statistics().accepted()).isEqualTo(2L * messages);
        other.close();
    }

    private static Thread publisher(Broker broker, int messages) {
        return Thread.ofPlatform().start(() -> {
            for (int n = 0; n < messages; n++) {
                broker.tryPublish(ORDERS, "order");
            }
        });
    }

    private static void mirror(Broker from, Broker to) {
        from.addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                if (!message.headers().containsKey("mirrored")) {
                    to.tryPublish(
                            Publication.of(ORDERS, (String) message.payload()).header("mirrored", "yes"));
                }
            }
        });
    }

    /** Every event once, in the order of the changes, though many threads make them. */
    @Test
    void eventsOfManyThreads_areToldOneAtATime_inOrder() throws InterruptedException {
        int messages = 20_000;
        var told = new ArrayList<Long>();
        broker.addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                told.add(message.id());
            }
        });

        var publishers =
                Stream.generate(() -> publisher(broker, messages)).limit(4).toList();
        for (Thread publisher : publishers) {
            publisher.join();
        }

        assertThat(told).hasSize(4 * messages).isSorted().doesNotHaveDuplicates();
    }

    /** It waits for processes to end, which no longer wait for the listener. */
    @Test
    void listenerThatClosesTheScheduler_hangsNobody() throws InterruptedException {
        broker.addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                scheduler.close();
            }
        });
        broker.consume(ORDERS, Subscription.named("work"), 1, delivery -> {});

        broker.tryPublish(ORDERS, "order");

        assertThat(scheduler.awaitTermination(Duration.ofSeconds(30))).isTrue();
        assertThat(broker.subscriptions()).hasSize(1);
    }
}

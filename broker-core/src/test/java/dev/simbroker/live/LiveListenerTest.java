package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Message;
import dev.simbroker.Overflow;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener is called inside the broker's guard, where a wait would shut out everybody who could end it. */
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
}

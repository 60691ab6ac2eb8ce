package dev.simbroker.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the relay is tested by the wall clock. */
@Tag("real-time")
class OutboxRelayRealTimeTest {

    private final LiveScheduler scheduler = Scheduler.live();
    private final Broker broker = Broker.create(scheduler);
    private final TestOutbox outbox = new TestOutbox();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private ScheduledExecutorService executor;

    @BeforeEach
    void start() {
        var subscription = Subscription.named("stock").atLeastOnce();
        broker.consume(OutboxRelay.EVENTS, subscription, 1, delivery -> events.add(delivery.payload()));
        startRelay();
    }

    private void startRelay() {
        executor = Executors.newSingleThreadScheduledExecutor();
        OutboxRelay.start(outbox, broker, Clock.systemUTC(), executor);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        scheduler.close();
    }

    @Test
    void event_isPublishedWithinASecond() throws Exception {
        Thread.sleep(500);
        outbox.insert("cart 1", "opened");
        await().atMost(Duration.ofSeconds(2)).until(() -> events.equals(List.of("opened")));
    }

    @Test
    void eventsOfAnAggregate_keepTheirOrder() {
        outbox.insert("cart 1", "opened");
        outbox.insert("cart 1", "filled");
        outbox.insert("cart 1", "paid");
        await().atMost(Duration.ofSeconds(3)).until(() -> events.size() == 3);
        assertThat(events).containsExactly("opened", "filled", "paid");
    }

    @Test
    void crashBetweenPublishingAndMarking_publishesOnce() throws Exception {
        outbox.beforeMarking(row -> {
            executor.shutdownNow();
            throw new IllegalStateException("the machine is gone");
        });
        outbox.insert("cart 1", "opened");
        await().atMost(Duration.ofSeconds(3)).until(() -> events.size() == 1);
        outbox.beforeMarking(row -> {});
        startRelay();

        await().atMost(Duration.ofSeconds(3)).until(() -> outbox.unpublished(1).isEmpty());
        Thread.sleep(2000); // nothing more?
        assertThat(events).containsExactly("opened");
    }

    @Test
    void databaseThatIsDown_doesNotStopTheRelay() throws Exception {
        outbox.down(true);
        Thread.sleep(3000);
        outbox.down(false);
        outbox.insert("cart 1", "opened");
        await().atMost(Duration.ofSeconds(3)).until(() -> events.size() == 1);
    }
}

package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler that closes its own scheduler has dealt with the message that told it to, and gets no other. */
@Timeout(60)
class ClosingHandlerTest {

    private final LiveScheduler scheduler = Scheduler.live();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void messageAtWhichAHandlerClosesTheScheduler_isHandledOnce_andSettled() throws InterruptedException {
        List<String> handled = new CopyOnWriteArrayList<>();
        var broker = Broker.create(scheduler);
        broker.createSubscription(ORDERS, Subscription.named("work").atLeastOnce());
        broker.tryPublish(ORDERS, "stop");
        broker.tryPublish(ORDERS, "left");

        broker.consume(ORDERS, Subscription.named("work"), delivery -> {
            handled.add(delivery.payload());
            scheduler.close();
        });

        assertThat(scheduler.awaitTermination(Duration.ofSeconds(30))).isTrue();
        var work = broker.subscriptions().getFirst();
        assertThat(handled).containsExactly("stop");
        assertThat(work.settled()).isEqualTo(1);
        assertThat(work.ready()).isEqualTo(1);
        assertThat(work.handlers()).isZero();
    }
}

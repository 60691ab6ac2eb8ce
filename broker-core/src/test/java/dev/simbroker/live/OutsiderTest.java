package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.simbroker.Broker;
import dev.simbroker.Overflow;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscription;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that is no process, and waits in a broker, does not wait for ever when the scheduler is closed. */
@Timeout(60)
class OutsiderTest {

    private final LiveScheduler scheduler = Scheduler.live();
    private final Broker broker = Broker.create(scheduler);

    @AfterEach
    void close() {
        broker.close();
        scheduler.close();
    }

    /** What a thread of its own is told when the scheduler is closed while it waits. */
    private String toldAtTheClose(Callable<?> wait) {
        var told = new CompletableFuture<String>();
        Thread outsider = Thread.ofPlatform().name("outsider").daemon().start(() -> {
            try {
                told.complete("answered " + wait.call());
            } catch (Exception e) {
                told.complete(String.valueOf(e.getMessage()));
            }
        });
        await().until(() -> outsider.getState() == Thread.State.WAITING);
        scheduler.close();
        return told.join();
    }

    @Test
    void publisherThatWaitsForSpace_isTold_andNobodyHasItsMessage() {
        var narrow = broker.subscribe(ORDERS, Subscription.named("narrow").capacity(1, Overflow.BLOCK));
        broker.tryPublish(ORDERS, "first");

        assertThat(toldAtTheClose(() -> broker.publish(ORDERS, "second")))
                .isEqualTo("thread 'outsider' cannot wait for space in subscription 'narrow' on topic 'orders': the"
                        + " scheduler is closed, and nobody is left who brings it");

        assertThat(narrow.tryReceive().orElseThrow().payload()).isEqualTo("first");
        assertThat(narrow.tryReceive()).isEmpty();
        assertThat(broker.tryPublish(ORDERS, "third")).isInstanceOf(PublishResult.Accepted.class);
    }

    @Test
    void receiver_isTold_andMayStillTakeWhatIsThere() {
        var orders = broker.subscribe(ORDERS);

        assertThat(toldAtTheClose(orders::receive)).contains("the scheduler is closed");

        broker.tryPublish(ORDERS, "late");
        assertThat(orders.tryReceive().orElseThrow().payload()).isEqualTo("late");
        assertThatIllegalStateException().isThrownBy(orders::receive).withMessageContaining("the scheduler is closed");
    }
}

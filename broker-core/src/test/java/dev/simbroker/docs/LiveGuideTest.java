package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The examples of the guide's chapter on the live clock, which {@link DocsTest} compares with it. */
class LiveGuideTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void everyThread() throws InterruptedException {
        try (var scheduler = Scheduler.live()) {
            var broker = Broker.create(scheduler);
            var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));

            scheduler.spawn("OrderService", () -> broker.publish(ORDERS, "order 1"));
            Thread.ofPlatform().start(() -> broker.tryPublish(ORDERS, "order 2"));

            billing.receive().ack(); // on this very thread, which is no process
            billing.receive().ack();
            assertThat(billing.statistics().settled()).isEqualTo(2);
        }
    }

    @Test
    void failures() throws InterruptedException {
        try (var scheduler = LiveScheduler.builder()
                .seed(42)
                .onFailure((process, cause) -> log.add(process + ": " + cause.getMessage()))
                .build()) {
            scheduler.spawn("worker", () -> {
                throw new IllegalStateException("out of paper");
            });
            scheduler.awaitTermination();
        }
        assertThat(log).containsExactly("worker: out of paper");
    }
}

package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Simulation;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * A listener that publishes is refused where it would have to wait: whoever tells it may be the one who would have to
 * make space.
 */
class ListenerPublishTest {

    @Test
    void publicationThatMustNotWait_isRefusedBeforeAnythingHasHappened() {
        var results = new ArrayList<Object>();
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var full = Topic.of("full", String.class);
            var source = Topic.of("source", String.class);
            var subscriber = broker.subscribe(full, Subscription.named("slow").capacity(1, Overflow.BLOCK));
            broker.addListener(new BrokerListener() {
                @Override
                public void published(Message<?> message) {
                    if (message.topic().equals(source)) {
                        try {
                            broker.publish(Publication.of(full, "two").deduplicationId("id-2"));
                        } catch (IllegalStateException | InterruptedException e) {
                            results.add(e.getMessage());
                        }
                    }
                }
            });
            simulation.run(() -> {
                broker.publish(full, "one");
                broker.publish(source, "trigger");
                subscriber.receive();
                results.add(broker.publish(Publication.of(full, "two").deduplicationId("id-2")));
            });
        }
        assertThat(results).hasSize(2);
        assertThat(results.get(1)).isInstanceOf(PublishResult.Accepted.class);
    }
}

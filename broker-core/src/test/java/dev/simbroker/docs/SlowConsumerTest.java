package dev.simbroker.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowConsumerTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    @Test
    void slowConsumerGetsEveryOrder() {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var billing = broker.subscribe(ORDERS);

            simulation.spawn("shop", () -> {
                for (int n = 1; n <= 3; n++) {
                    broker.publish(ORDERS, "order " + n);
                    simulation.sleep(Duration.ofMinutes(1));
                }
            });
            simulation.run(() -> {
                for (int n = 1; n <= 3; n++) {
                    assertEquals("order " + n, billing.receive().payload());
                    simulation.sleep(Duration.ofHours(1)); // no time at all
                }
            });

            assertEquals(Duration.ofHours(3), simulation.elapsed());
        }
    }
}

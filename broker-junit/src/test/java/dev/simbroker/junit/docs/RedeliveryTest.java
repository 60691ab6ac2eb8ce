package dev.simbroker.junit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.junit.SimulationTest;
import dev.simbroker.time.Simulation;
import java.time.Duration;

class RedeliveryTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    @SimulationTest
    void unacknowledgedOrderIsRedelivered(Simulation simulation, Broker broker) throws Exception {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));
        broker.publish(ORDERS, "order 1");
        billing.receive(); // never acknowledged
        simulation.sleep(Duration.ofSeconds(31)); // no time at all
        var again = billing.receive();
        assertEquals(2, again.attempt());
        again.ack();
    }
}

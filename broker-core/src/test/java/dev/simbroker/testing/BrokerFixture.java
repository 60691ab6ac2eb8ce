package dev.simbroker.testing;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscriber;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A broker in simulated time with a topic whose log is read, and how to look at its subscriptions. */
public abstract class BrokerFixture extends SimulationFixture {

    protected final Broker broker = Broker.builder(simulation).audited().build();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    protected final boolean publish(String... messages) {
        for (String message : messages) {
            broker.tryPublish(ORDERS, message);
        }
        return true;
    }

    protected static List<String> received(Subscriber<String> subscriber) {
        var received = new ArrayList<String>();
        for (var next = subscriber.tryReceive(); next.isPresent(); next = subscriber.tryReceive()) {
            received.add(next.get().payload());
        }
        return received;
    }

    protected static void assertCounts(
            Subscriber<String> subscriber, int accepted, int received, int settled, int ready, int inFlight) {
        var figures = subscriber.statistics();
        assertThat(figures.accepted()).isEqualTo(accepted);
        assertThat(figures.delivered()).isEqualTo(accepted);
        assertThat(figures.received()).isEqualTo(received);
        assertThat(figures.settled()).isEqualTo(settled);
        assertThat(figures.ready()).isEqualTo(ready);
        assertThat(figures.inFlight()).isEqualTo(inFlight);
    }
}

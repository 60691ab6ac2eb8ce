package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.BrokerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Subscriptions that lease the same message of a topic's log share one object, which saves memory. */
class MessageIdentityTest extends BrokerFixture {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final List<String> PAYLOADS = List.of("tea", "milk", "sugar");

    private Subscriber<String> subscribe(String name) {
        return broker.subscribe(ORDERS, Subscription.named(name).atLeastOnce(LEASE));
    }

    private void publishAll() throws InterruptedException {
        for (String payload : PAYLOADS) {
            broker.publish(ORDERS, payload);
        }
    }

    private static List<Delivery<String>> receiveAll(Subscriber<String> subscriber) throws InterruptedException {
        var deliveries = new ArrayList<Delivery<String>>();
        for (int n = 0; n < PAYLOADS.size(); n++) {
            deliveries.add(subscriber.receive());
        }
        assertThat(deliveries).extracting(Delivery::payload).isEqualTo(PAYLOADS);
        return deliveries;
    }

    @Test
    void subscriptionsThatLeaseTheSameMessages_shareThem() {
        var billing = subscribe("billing");
        var shipping = subscribe("shipping");

        simulation.run(() -> {
            publishAll();
            var first = receiveAll(billing);
            var second = receiveAll(shipping);
            for (int n = 0; n < PAYLOADS.size(); n++) {
                assertThat(second.get(n).message()).isSameAs(first.get(n).message());
            }
        });
    }

    @Test
    void messageOfOneThatLeasesAlone_staysTheSame_alsoWhenItComesBack() {
        var billing = subscribe("billing");

        simulation.run(() -> {
            publishAll();
            var deliveries = receiveAll(billing);
            var messages = deliveries.stream().map(Delivery::message).toList();
            deliveries.reversed().forEach(Delivery::nack);
            for (Delivery<String> again : receiveAll(billing)) {
                assertThat(again.attempt()).isEqualTo(2);
                assertThat(again.message()).isSameAs(messages.get((int)
                        (again.message().id() - messages.getFirst().id())));
            }
        });
    }
}

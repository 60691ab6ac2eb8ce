package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.BrokerFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand idle subscribers join and leave in linear time. A step that looked at all of the others would make
 * ten thousand million looks, which nobody could miss in the duration of the build.
 */
class SubscriberScaleTest extends BrokerFixture {

    private static final int MANY = 100_000;

    private List<Subscriber<String>> subscribeToOrders() {
        var subscribers = new ArrayList<Subscriber<String>>(MANY);
        for (int n = 0; n < MANY; n++) {
            subscribers.add(broker.subscribe(ORDERS));
        }
        return subscribers;
    }

    @Test
    void ofOneTopic_comeAndGo_andEachGetsAMessage() {
        var subscribers = subscribeToOrders();

        assertThat(broker.tryPublish(ORDERS, "1")).isEqualTo(new PublishResult.Accepted(1, MANY));
        assertThat(subscribers)
                .allSatisfy(subscriber -> assertThat(
                                subscriber.tryReceive().orElseThrow().payload())
                        .isEqualTo("1"));
        subscribers.forEach(Subscriber::close);

        assertThat(broker.subscriptions()).isEmpty();
        assertThat(broker.tryPublish(ORDERS, "2")).isEqualTo(new PublishResult.Unrouted(2));
    }

    @Test
    void ofOneTopic_areAllClosedWithTheirBroker() {
        var subscribers = subscribeToOrders();

        broker.close();

        assertThat(subscribers).allMatch(Subscriber::isClosed);
        assertThat(broker.subscribers()).isEmpty();
    }

    @Test
    void ofATopicEach_andOneOfAPattern() {
        var all = broker.subscribe(TopicPattern.of("orders.*", String.class));
        for (int n = 0; n < MANY; n++) {
            broker.subscribe(Topic.of("orders." + n, String.class));
        }

        broker.tryPublish(Topic.of("orders.7", String.class), "1");
        broker.tryPublish(Topic.of("orders.new", String.class), "2");

        assertThat(all.tryReceive().orElseThrow().payload()).isEqualTo("1");
        assertThat(all.tryReceive().orElseThrow().payload()).isEqualTo("2");
        broker.close();
        assertThat(broker.subscriptions()).isEmpty();
    }
}

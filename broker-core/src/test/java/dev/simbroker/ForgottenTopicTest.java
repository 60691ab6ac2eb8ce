package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.metrics.BrokerMetrics;
import dev.simbroker.testing.BrokerFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A topic of which nothing is left to know is forgotten. Each topic that was ever named stayed, with its meters: a
 * service with a topic for each of its requests grew without end.
 */
class ForgottenTopicTest extends BrokerFixture {

    private List<String> topics() {
        return broker.topics().stream().map(TopicStatistics::topic).toList();
    }

    @Test
    void topicIsForgotten_whenItsLastSubscriptionGoes() {
        var first = broker.subscribe(ORDERS);
        var last = broker.subscribe(ORDERS);
        publish("a");

        first.close();
        assertThat(topics()).containsExactly("orders");
        last.close();

        assertThat(topics()).isEmpty();
    }

    @Test
    void whatWasCounted_staysInTheSums_andNothingIsCountedTwice() {
        broker.tryPublish(USERS, "nobody");
        for (int n = 0; n < 100; n++) {
            var reply = Topic.of("reply-" + n, String.class);
            try (var replies = broker.subscribe(reply)) {
                broker.tryPublish(reply, "answer");
                assertThat(replies.tryReceive()).isPresent();
            }
        }

        assertThat(topics()).containsExactly("users");
        assertThat(broker.allTopics().accepted()).isEqualTo(100);
        assertThat(broker.allTopics().unrouted()).isEqualTo(1);
    }

    @Test
    void itsMetersGo() {
        var registry = new SimpleMeterRegistry();
        try (var metrics = new BrokerMetrics(broker)) {
            metrics.bindTo(registry);
            var orders = broker.subscribe(ORDERS);
            assertThat(registry.find("broker.published").meters()).isNotEmpty();

            orders.close();

            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void topicThatIsUsedAgain_beginsAnew() {
        broker.subscribe(ORDERS).close();

        var numbers = broker.subscribe(Topic.of("orders", Integer.class));
        broker.tryPublish(Topic.of("orders", Integer.class), 7);

        assertThat(numbers.tryReceive().orElseThrow().payload()).isEqualTo(7);
        assertThat(broker.topics().getFirst().accepted()).isEqualTo(1);
    }

    /** Its unrouted messages are what shows a wrong name. */
    @Test
    void topicThatNeverHadASubscription_stays() {
        publish("nobody");

        assertThat(topics()).containsExactly("orders");
        assertThat(broker.topics().getFirst().unrouted()).isEqualTo(1);
    }

    @Test
    void topicThatRetains_stays_andPersistentSubscriptionsKeepTheirs() {
        broker.retain(ORDERS, Retention.last(1));
        broker.subscribe(ORDERS).close();
        broker.createSubscription(USERS, Subscription.named("persistent"));
        broker.subscribe(USERS).close();

        assertThat(topics()).containsExactly("orders", "users");
    }

    /** Otherwise a duplicate could come in. The next topic or subscription that goes sees to it. */
    @Test
    void topicWithIdsInTheirWindow_staysUntilTheyHaveRunOut() {
        simulation.run(() -> {
            var orders = broker.subscribe(ORDERS);
            broker.publish(Publication.of(ORDERS, "a").deduplicationId("1"));
            orders.close();
            broker.subscribe(USERS).close();
            assertThat(topics()).containsExactly("orders");

            simulation.sleep(Duration.ofMinutes(3));
            broker.subscribe(USERS).close();

            assertThat(topics()).isEmpty();
        });
    }

    @Test
    void topicsOfAPattern_areForgottenWithIt() {
        var all = broker.subscribe(
                TopicPattern.of("#", String.class), Subscription.named("all").autoDelete());
        publish("a");
        broker.tryPublish(USERS, "b");

        all.close();

        assertThat(topics()).isEmpty();
        assertThat(broker.allTopics().accepted()).isEqualTo(2);
    }
}

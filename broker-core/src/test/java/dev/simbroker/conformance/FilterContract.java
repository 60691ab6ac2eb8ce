package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.DeadLetter;
import dev.simbroker.Filter;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Retention;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.TopicPattern;
import org.junit.jupiter.api.Test;

/** A subscription gets the messages that its filter accepts, and no others. */
interface FilterContract extends BrokerKit {

    Filter EU = Filter.header("region", "eu");
    Filter FAULTY = Filter.of("faulty", message -> {
        throw new ArithmeticException("on purpose");
    });

    private static Publication<String> from(String region, String payload) {
        return Publication.of(ORDERS, payload).header("region", region);
    }

    @Test
    default void onlyWhatPassesTheFilter_isAccepted() {
        requires(Feature.FILTERS);
        var european = broker().subscribe(ORDERS, Subscription.named("eu").filter(EU));
        var all = broker().subscribe(ORDERS, Subscription.named("all"));

        broker().tryPublish(from("eu", "1"));
        broker().tryPublish(from("us", "2"));
        publish("3");
        broker().tryPublish(from("eu", "4"));

        assertThat(drain(european)).containsExactly("1", "4");
        assertLaw(european, "2 = 2 settled");
        assertThat(drain(all)).containsExactly("1", "2", "3", "4");
    }

    @Test
    default void aFilterSeesTheWholeMessage() {
        requires(Feature.FILTERS, Feature.PRIORITY);
        var filter = Filter.of(
                "urgent orders of b",
                message -> message.priority() == 9
                        && message.key().orElse("").equals("b")
                        && message.payload().equals("3")
                        && message.topic().equals(ORDERS));
        var some = broker().subscribe(ORDERS, Subscription.named("some").filter(filter));
        var publication = Publication.of(ORDERS, "3").priority(9).key("b");

        broker().tryPublish(publication.key("a"));
        broker().tryPublish(publication.priority(8));
        broker().tryPublish(publication);

        assertLaw(some, "1 = 1 ready");
    }

    @Test
    default void aFilterThatFails_losesNoDeadLetter() {
        requires(Feature.FILTERS);
        var dead = Topic.of("orders.dead", DeadLetter.class);
        var deadLetters =
                broker().subscribe(dead, Subscription.named("dead letters").filter(FAULTY));
        var billing = broker().subscribe(
                        ORDERS, Subscription.named("billing").atLeastOnce().deadLetter(dead));
        publish("1");

        billing.tryReceive().orElseThrow().reject();

        assertThat(deadLetters.tryReceive().orElseThrow().payload().message().payload())
                .isEqualTo("1");
        assertLaw(billing, "1 = 1 dead-lettered");
    }

    @Test
    default void aFilterThatFailsInReplay_leavesNoSubscriptionBehind() {
        requires(Feature.FILTERS, Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(5));
        publish("1");

        assertThatThrownBy(() -> broker().subscribe(
                                ORDERS,
                                Subscription.named("late").fromEarliest().filter(FAULTY)))
                .isInstanceOf(ArithmeticException.class);

        assertThat(broker().subscriptions()).isEmpty();
    }

    @Test
    default void whatNobodyWants_isUnrouted() {
        requires(Feature.FILTERS);
        broker().subscribe(ORDERS, Subscription.named("eu").filter(EU));

        var result = broker().tryPublish(from("us", "1"));
        broker().tryPublish(from("eu", "2"));

        assertThat(result).isInstanceOf(PublishResult.Unrouted.class);
        assertThat(orders().unrouted()).isEqualTo(1);
        assertThat(orders().accepted()).isEqualTo(1);
    }

    /** It throws before anything has happened, although other subscriptions come before it. */
    @Test
    default void ifAFilterThrows_nothingIsPublished() {
        requires(Feature.FILTERS);
        var all = broker().subscribe(ORDERS, Subscription.named("all"));
        var broken = Filter.of("broken", message -> {
            throw new IllegalStateException("no");
        });
        var other = broker().subscribe(ORDERS, Subscription.named("other").filter(broken));

        assertThatThrownBy(() -> broker().tryPublish(Publication.of(ORDERS, "1").deduplicationId("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");

        assertLaw(all, "0");
        assertLaw(other, "0");
        assertThat(orders().accepted() + orders().unrouted() + orders().rejected())
                .isZero();
        broker().deleteSubscription(ORDERS, "other");
        assertThat(broker().tryPublish(Publication.of(ORDERS, "1").deduplicationId("x")))
                .isInstanceOf(PublishResult.Accepted.class);
    }

    @Test
    default void aFilteredPattern_takesFromEachTopicWhatItWants() {
        requires(Feature.FILTERS, Feature.PATTERNS);
        var some = broker().subscribe(
                        TopicPattern.of("#", String.class),
                        Subscription.named("eu").filter(EU));

        broker().tryPublish(from("eu", "1"));
        broker().tryPublish(Publication.of(USERS, "2").header("region", "eu"));
        broker().tryPublish(Publication.of(USERS, "3").header("region", "us"));

        assertThat(drain(some)).containsExactly("1", "2");
    }

    @Test
    default void membersBringTheirOwnFilter_toldApartByItsDescription() {
        requires(Feature.FILTERS);
        broker().createSubscription(ORDERS, Subscription.named("eu").filter(EU));

        var member = broker().subscribe(ORDERS, Subscription.named("eu").filter(Filter.header("region", "eu")));

        assertThat(member.name()).isEqualTo("eu");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        broker().subscribe(ORDERS, Subscription.named("eu").filter(Filter.header("region", "us"))))
                .withMessageContaining("filter is region=eu, not region=us");
    }
}

package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.PublishResult;
import dev.simbroker.Retention;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.TopicPattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscription to a pattern gets the messages of every topic that the pattern matches. */
interface RoutingContract extends BrokerKit {

    private static Topic<String> topic(String name) {
        return Topic.of(name, String.class);
    }

    private static TopicPattern<String> pattern(String name) {
        return TopicPattern.of(name, String.class);
    }

    // ---- the meaning of a pattern ----

    /** The first ones are those of RabbitMQ's fifth tutorial. An empty word is a word, as in AMQP. */
    @ParameterizedTest
    @CsvSource({
        "*.orange.*, quick.orange.rabbit, true",
        "*.*.rabbit, quick.orange.rabbit, true",
        "lazy.#, quick.orange.rabbit, false",
        "*.orange.*, lazy.orange.elephant, true",
        "lazy.#, lazy.orange.elephant, true",
        "*.orange.*, quick.orange.fox, true",
        "*.*.rabbit, lazy.brown.fox, false",
        "*.orange.*, orange, false",
        "*.orange.*, quick.orange.new.rabbit, false",
        "lazy.#, lazy.orange.new.rabbit, true",
        "a.b, a.b, true",
        "a.b, a.c, false",
        "a.b, A.b, false",
        "*, a, true",
        "*, a.b, false",
        "*.*, a.b, true",
        "*.*, a, false",
        "a.*, a, false",
        "a.*, a.b, true",
        "a.*, a.b.c, false",
        "#, a, true",
        "#, a.b.c, true",
        "#.#, a, true",
        "a.#, a, true",
        "a.#, a.b.c, true",
        "a.#, ab, false",
        "a.#, b.a, false",
        "#.b, b, true",
        "#.b, a.a.b, true",
        "#.b, b.a, false",
        "a.#.b, a.b, true",
        "a.#.b, a.x.y.b, true",
        "a.#.b, a.b.c, false",
        "a.#.b, a.b.x.b, true",
        "*.#, a, true",
        "#.*, a.b, true",
        "*.#.*, a, false",
        "*.#.*, a.b, true",
        "#.a.#, x.a.y, true",
        "#.a.#, a, true",
        "#.a.#, x.y, false",
        "#.a.#.b.#, x.b.a, false",
        "#.a.#.b.#, x.a.y.b.z, true",
        "a.*.b, a..b, true",
        "a.*, a., true",
        "a, a., false",
        "a.#, a., true",
        "*.a, .a, true"
    })
    default void aPattern_matchesWords(String pattern, String name, boolean matches) {
        requires(Feature.PATTERNS);
        var subscriber = broker().subscribe(pattern(pattern));

        PublishResult result = broker().tryPublish(topic(name), "x");

        assertThat(result instanceof PublishResult.Accepted).isEqualTo(matches);
        assertThat(drain(subscriber)).hasSize(matches ? 1 : 0);
        assertThat(pattern(pattern).matches(topic(name))).isEqualTo(matches);
    }

    /** Matching by trying all possibilities would take longer than the universe has been there. */
    @Test
    default void aPatternOfManyHashes_isMatchedQuickly() {
        String hashes = "#.a.".repeat(30) + "#.b";
        String name = "a.".repeat(60) + "c";

        assertThat(pattern(hashes).matches(topic(name))).isFalse();
        assertThat(pattern(hashes).matches(topic(name + ".b"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a*", "*a", "a.b#", "##", "**", "a.#b.c", "*#"})
    default void anInvalidPattern_isRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pattern(pattern))
                .withMessageContaining("topic pattern")
                .withMessageContaining("'" + pattern + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t", "*", "a.#", "a*b"})
    default void anInvalidTopic_isRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> topic(name)).withMessageContaining("'" + name + "'");
    }

    // ---- topics and types ----

    @Test
    default void topicsThatAreUsedLater_areMatchedToo() {
        requires(Feature.PATTERNS);
        var all = broker().subscribe(pattern("orders.#"), Subscription.named("all"));

        broker().tryPublish(topic("orders.eu"), "1");
        broker().tryPublish(topic("users"), "2");
        broker().tryPublish(topic("orders.us"), "3");

        assertThat(drain(all)).containsExactly("1", "3");
        assertLaw(all, "2 = 2 settled");
    }

    @Test
    default void topicsThatWereUsedBefore_areMatchedToo() {
        requires(Feature.PATTERNS);
        broker().tryPublish(topic("orders.eu"), "before");

        var all = broker().subscribe(pattern("orders.*"), Subscription.named("all"));
        broker().tryPublish(topic("orders.eu"), "1");

        assertThat(drain(all)).containsExactly("1");
    }

    @Test
    default void topicsOfAnotherType_areNotMatched() {
        requires(Feature.PATTERNS);
        var texts = broker().subscribe(pattern("#"), Subscription.named("texts"));
        var numbers = Topic.of("numbers", Integer.class);

        assertThat(broker().tryPublish(numbers, 1)).isInstanceOf(PublishResult.Unrouted.class);
        broker().tryPublish(ORDERS, "1");

        assertThat(drain(texts)).containsExactly("1");
    }

    @Test
    default void aPatternOfASupertype_matchesTopicsOfEveryKindOfIt() {
        requires(Feature.PATTERNS);
        var all = broker().subscribe(TopicPattern.of("#", Object.class), Subscription.named("all"));

        broker().tryPublish(Topic.of("numbers", Integer.class), 1);
        broker().tryPublish(ORDERS, "2");

        assertThat(drain(all)).containsExactly(1, "2");
    }

    @Test
    default void aTopicThatIsKnownWithAnotherType_isRefused() {
        broker().tryPublish(ORDERS, "1");
        var wrong = Topic.of("orders", Integer.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker().tryPublish(wrong, 1))
                .withMessageContaining("topic 'orders'")
                .withMessageContaining("java.lang.String, not java.lang.Integer");
        assertThatIllegalArgumentException().isThrownBy(() -> broker().subscribe(wrong));
        assertThat(broker().subscriptions()).isEmpty();
    }

    // ---- several at once ----

    @Test
    default void overlappingSubscriptions_getTheMessageEach() {
        requires(Feature.PATTERNS);
        var topic = broker().subscribe(topic("orders.eu"), Subscription.named("one"));
        var star = broker().subscribe(pattern("orders.*"), Subscription.named("two"));
        var hash = broker().subscribe(pattern("#"), Subscription.named("three"));

        var result = broker().tryPublish(topic("orders.eu"), "1");

        assertThat(result)
                .isInstanceOfSatisfying(
                        PublishResult.Accepted.class,
                        accepted -> assertThat(accepted.subscriptions()).isEqualTo(3));
        for (var subscriber : List.of(topic, star, hash)) {
            assertThat(drain(subscriber)).containsExactly("1");
        }
    }

    /** As a queue of RabbitMQ that several bindings lead to. */
    @Test
    default void overlappingDestinationsOfOneSubscription_bringTheMessageOnce() {
        requires(Feature.PATTERNS);
        var both = broker().subscribe(
                        List.of(topic("orders.eu"), pattern("orders.*")),
                        Subscription.named("both").atLeastOnce());

        broker().tryPublish(topic("orders.eu"), "1");

        assertThat(drain(both)).containsExactly("1");
        assertLaw(both.statistics(topic("orders.eu")), "1 = 1 settled");
        assertLaw(both.statistics(pattern("orders.*")), "0");
    }

    @Test
    default void overlappingPatternsOfOneSubscription_bringTheMessageOnce_alsoInAReplay() {
        requires(Feature.PATTERNS, Feature.REPLAY);
        broker().retain(topic("orders.eu"), Retention.last(5));
        broker().tryPublish(topic("orders.eu"), "1");
        var both = broker().subscribe(
                        List.of(pattern("orders.#"), pattern("*.eu")),
                        Subscription.named("both").fromEarliest());

        broker().tryPublish(topic("orders.eu"), "2");
        broker().tryPublish(topic("orders.us"), "3");
        broker().tryPublish(topic("users.eu"), "4");

        assertThat(drain(both)).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    default void ofTwoOverlappingPatterns_theOtherTakesOver_whenOneGoes() {
        requires(Feature.PATTERNS);
        broker().subscribe(List.of(pattern("orders.#"), pattern("*.eu")), Subscription.named("both"));
        var again = broker().subscribe(pattern("*.eu"), Subscription.named("both"));

        broker().deleteSubscription(pattern("orders.#"), "both");
        broker().tryPublish(topic("orders.eu"), "1");

        assertThat(drain(again)).containsExactly("1");
    }

    @Test
    default void ofSeveralThatWereBehindOne_eachTakesOver_thatHasNoOther() {
        requires(Feature.PATTERNS);
        var settings = Subscription.named("both");
        broker().subscribe(List.of(pattern("orders.#"), pattern("*.eu")), settings);
        var other = broker().subscribe(List.of(pattern("orders.#"), pattern("#")), settings);

        broker().deleteSubscription(pattern("orders.#"), "both");
        broker().tryPublish(topic("orders.eu"), "1");

        assertThat(drain(other)).containsExactly("1");
    }

    @Test
    default void aSubscriberOfSeveral_takesFromTheFirstThatHoldsAMessage() {
        var both = broker().subscribe(List.of(USERS, ORDERS), Subscription.named("both"));
        publish("1");
        broker().tryPublish(USERS, "2");

        assertThat(drain(both)).containsExactly("2", "1");
    }

    @Test
    default void aPatternAndATopic_areDifferentDestinations_evenOfTheSameName() {
        requires(Feature.PATTERNS);
        var topic = broker().subscribe(ORDERS, Subscription.named("s"));
        var pattern = broker().subscribe(pattern("orders"), Subscription.named("s"));

        publish("1");

        assertThat(drain(topic)).containsExactly("1");
        assertThat(drain(pattern)).containsExactly("1");
    }

    @Test
    default void messagesOfAPattern_comeInOrderOfPublication() {
        requires(Feature.PATTERNS);
        var all = broker().subscribe(pattern("orders.*"), Subscription.named("all"));

        for (int n = 1; n <= 6; n++) {
            broker().tryPublish(topic("orders." + n % 3), "" + n);
        }

        assertThat(drain(all)).containsExactly("1", "2", "3", "4", "5", "6");
    }
}

package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Filter;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Retention;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.TopicPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A topic retains messages, and a new subscription gets those from its start position on. */
interface ReplayContract extends BrokerKit {

    Subscription REPLAY = Subscription.named("replay").fromEarliest();

    /** The messages that a new subscription gets, which is deleted afterwards. */
    private List<String> replayed(Subscription subscription) {
        List<String> payloads = drain(broker().subscribe(ORDERS, subscription));
        broker().deleteSubscription(ORDERS, subscription.name());
        return payloads;
    }

    /** Publishes {@code 0}, {@code 1}, … one a tick, and answers when {@code 0} was published. */
    private Instant publishEveryTick(int count) throws InterruptedException {
        Instant start = scheduler().clock().instant();
        for (int n = 0; n < count; n++) {
            publish("" + n);
            sleepUntil(start.plus(ticks(n + 1)));
        }
        return start;
    }

    // ---- what is retained ----

    @Test
    default void nothingIsRetained_unlessAsked() {
        requires(Feature.REPLAY);
        publish(3);

        assertThat(replayed(REPLAY)).isEmpty();
    }

    @Test
    default void theLastMessages_areRetained_inOrder() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(3));

        publish(5);

        assertThat(replayed(REPLAY)).containsExactly("3", "4", "5");
        assertThat(replayed(REPLAY)).containsExactly("3", "4", "5");
    }

    @Test
    default void messagesUpToAnAge_areRetained() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, Retention.forDuration(ticks(3).plus(tick().dividedBy(2))));

            publishEveryTick(6);

            assertThat(replayed(REPLAY)).containsExactly("3", "4", "5");
            sleepFor(ticks(3));
            assertThat(replayed(REPLAY)).isEmpty();
        });
    }

    @Test
    default void countAndAge_bothLimit() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, new Retention(2, ticks(3).plus(tick().dividedBy(2))));

            publishEveryTick(5);
            assertThat(replayed(REPLAY)).containsExactly("3", "4");
            sleepFor(ticks(2));

            assertThat(replayed(REPLAY)).containsExactly("4");
        });
    }

    @Test
    default void aSmallerRetention_forgetsAtOnce_andNoneForgetsAll() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(5));
        publish(5);

        broker().retain(ORDERS, Retention.last(2));
        assertThat(replayed(REPLAY)).containsExactly("4", "5");
        broker().retain(ORDERS, Retention.NONE);
        assertThat(replayed(REPLAY)).isEmpty();
    }

    @Test
    default void aRetentionBeyondAllTime_keepsEverything() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.forDuration(Duration.ofSeconds(Long.MAX_VALUE)));

        publish(2);

        assertThat(replayed(REPLAY)).containsExactly("1", "2");
    }

    @Test
    default void whatWasRefused_isNotRetained() {
        requires(Feature.REPLAY, Feature.OVERFLOW_REJECT);
        broker().retain(ORDERS, Retention.last(5));
        broker().createSubscription(ORDERS, Subscription.named("small").capacity(1, Overflow.REJECT));

        publish("taken", "refused");

        assertThat(replayed(REPLAY)).containsExactly("taken");
    }

    @Test
    default void negativeRetentions_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.last(-1))
                .withMessage("a retention's count must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.forDuration(Duration.ofNanos(-1)))
                .withMessageContaining("age must not be negative");
    }

    // ---- where a subscription starts ----

    @Test
    default void latest_startsWithWhatIsPublishedFromNowOn() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(5));
        publish("old");
        var subscriber = broker().subscribe(ORDERS, Subscription.named("latest"));

        publish("new");

        assertThat(drain(subscriber)).containsExactly("new");
    }

    @Test
    default void earliest_startsWithAllThatIsRetained_andGoesOn() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(5));
        publish("old");
        Subscriber<String> subscriber = broker().subscribe(ORDERS, REPLAY);

        publish("new");

        assertThat(drain(subscriber)).containsExactly("old", "new");
        assertLaw(subscriber, "2 = 2 settled");
    }

    @Test
    default void anInstant_startsWithWhatWasPublishedThenOrLater() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, Retention.last(9));
            Instant start = publishEveryTick(5);
            Instant halfway = start.plus(ticks(2)).plus(tick().dividedBy(2));

            assertThat(replayed(REPLAY.from(halfway))).containsExactly("3", "4");
            assertThat(replayed(REPLAY.from(Instant.MIN))).hasSize(5);
            assertThat(replayed(REPLAY.from(Instant.MAX))).isEmpty();
        });
    }

    @Test
    default void theVeryInstantOfPublication_isIncluded() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(9));
        publish("1");
        Instant published = next(broker().subscribe(ORDERS, REPLAY)).message().timestamp();

        assertThat(replayed(Subscription.named("at").from(published))).containsExactly("1");
        assertThat(replayed(Subscription.named("after").from(published.plusNanos(1))))
                .isEmpty();
    }

    @Test
    default void theLastN_startsWithAtMostSoMany() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(3));
        publish(5);

        assertThat(replayed(REPLAY.fromLast(2))).containsExactly("4", "5");
        assertThat(replayed(REPLAY.fromLast(100))).containsExactly("3", "4", "5");
        assertThatIllegalArgumentException().isThrownBy(() -> REPLAY.fromLast(0));
    }

    @Test
    default void joiningAnExistingSubscription_replaysNothing() {
        requires(Feature.REPLAY);
        broker().retain(ORDERS, Retention.last(5));
        publish("1");
        var first = broker().subscribe(ORDERS, REPLAY);

        var second = broker().subscribe(ORDERS, REPLAY);

        assertLaw(second, "1 = 1 ready");
        assertThat(drain(first)).containsExactly("1");
    }

    // ---- several topics ----

    @Test
    default void aPattern_replaysItsTopicsInOrderOfPublication() {
        requires(Feature.REPLAY, Feature.PATTERNS);
        var one = Topic.of("orders.1", String.class);
        var two = Topic.of("orders.2", String.class);
        for (Topic<String> topic : List.of(two, one)) {
            broker().retain(topic, Retention.last(9));
        }
        for (int n = 1; n <= 6; n++) {
            broker().tryPublish(n % 3 == 0 ? two : one, "" + n);
        }
        var pattern = TopicPattern.of("orders.*", String.class);

        assertThat(drain(broker().subscribe(pattern, REPLAY))).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(drain(broker().subscribe(pattern, Subscription.named("last").fromLast(1))))
                .containsExactly("5", "6");
    }

    // ---- what else holds for a replayed message ----

    @Test
    default void filters_areHonoured() {
        requires(Feature.REPLAY, Feature.FILTERS);
        broker().retain(ORDERS, Retention.last(5));
        publish("1", "2", "3");

        assertThat(replayed(REPLAY.filter(
                        Filter.of("not 2", message -> !message.payload().equals("2")))))
                .containsExactly("1", "3");
    }

    @Test
    default void timesToLive_areHonoured() {
        requires(Feature.REPLAY, Feature.TTL);
        run(() -> {
            broker().retain(ORDERS, Retention.last(5));
            broker().tryPublish(Publication.of(ORDERS, "short").timeToLive(ticks(2)));
            broker().tryPublish(Publication.of(ORDERS, "long").timeToLive(ticks(4)));
            sleepFor(ticks(3));

            var subscriber = broker().subscribe(ORDERS, REPLAY);

            assertLaw(subscriber, "1 = 1 ready");
            sleepFor(ticks(2));
            assertLaw(subscriber, "1 = 1 dropped");
        });
    }

    /** A subscription that is made while a delayed message waits, keeps it back like the others. */
    @Test
    default void delays_areHonoured() {
        requires(Feature.REPLAY, Feature.DELAY);
        run(() -> {
            broker().retain(ORDERS, Retention.last(5));
            broker().tryPublish(Publication.of(ORDERS, "later").delay(ticks(3)));
            publish("now");
            sleepFor(tick());

            var subscriber = broker().subscribe(ORDERS, REPLAY);

            assertLaw(subscriber, "2 = 1 ready + 1 delayed");
            assertThat(subscriber.receive().payload()).isEqualTo("now");
            assertThat(subscriber.receive().payload()).isEqualTo("later");
            assertElapsed(ticks(3));
        });
    }

    @Test
    default void priorities_areHonoured() {
        requires(Feature.REPLAY, Feature.PRIORITY);
        broker().retain(ORDERS, Retention.last(5));
        publish("1");
        broker().tryPublish(Publication.of(ORDERS, "2, urgent").priority(1));

        assertThat(replayed(REPLAY)).containsExactly("2, urgent", "1");
    }

    @Test
    default void aReplayedMessage_isTheMessageThatWasPublished() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, Retention.last(5));
            var result = (PublishResult.Unrouted) broker().tryPublish(ORDERS, "1");
            Instant published = scheduler().clock().instant();
            sleepFor(ticks(2));

            var delivery = next(broker().subscribe(ORDERS, REPLAY));

            assertThat(delivery.message().id()).isEqualTo(result.id());
            assertThat(delivery.message().timestamp()).isBeforeOrEqualTo(published);
            assertThat(delivery.attempt()).isEqualTo(1);
            assertDuration(delivery.latency(), ticks(2));
        });
    }

    @Test
    default void aSmallQueue_isFilledBeyondItsCapacity_whereItsOverflowWouldBlock() {
        requires(Feature.REPLAY, Feature.OVERFLOW_BLOCK);
        broker().retain(ORDERS, Retention.last(5));
        publish(3);

        assertThat(replayed(REPLAY.capacity(1, Overflow.BLOCK))).containsExactly("1", "2", "3");
    }

    @Test
    default void aSmallQueue_dropsWhereItsOverflowDrops() {
        requires(Feature.REPLAY, Feature.OVERFLOW_DROP);
        broker().retain(ORDERS, Retention.last(5));
        publish(3);

        assertThat(replayed(REPLAY.capacity(1, Overflow.DROP_OLDEST))).containsExactly("3");
        assertThat(replayed(REPLAY.capacity(1, Overflow.DROP_NEWEST))).containsExactly("1");
    }
}

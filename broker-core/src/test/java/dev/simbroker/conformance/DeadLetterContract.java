package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Attempt;
import dev.simbroker.Backoff;
import dev.simbroker.DeadLetter;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A message that cannot be settled goes to the dead-letter topic, with its story; without one it is dropped and
 * counted.
 */
interface DeadLetterContract extends BrokerKit {

    /** With a lease of 30 ticks and three attempts. */
    default Subscription limited() {
        return Subscription.named("billing").atLeastOnce(ticks(30)).deliveryLimit(3);
    }

    default Subscription mourned() {
        return limited().deadLetter(DEAD);
    }

    @Test
    default void messageThatFailsAsOftenAsAllowed_goesToTheDeadLetters_withItsStory() {
        requires(Feature.DEAD_LETTERS);
        run(() -> {
            var start = scheduler().clock().instant();
            var dead = broker().subscribe(DEAD);
            var billing = broker().subscribe(ORDERS, mourned());
            publish("1");
            sleepFor(ticks(2));
            billing.receive();
            billing.receive().nack(ticks(5));
            billing.receive().nack();

            var letter = next(dead).payload();

            assertThat(letter.message().payload()).isEqualTo("1");
            assertThat(letter.topic()).isEqualTo(ORDERS);
            assertThat(letter.subscription()).isEqualTo("billing");
            assertThat(letter.reason()).isEqualTo(RemovalReason.DELIVERY_LIMIT);
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.history())
                    .extracting(Attempt::cause)
                    .containsExactly(RedeliveryCause.LEASE_EXPIRED, RedeliveryCause.NACKED, RedeliveryCause.NACKED);
            assertDuration(Duration.between(start, letter.firstReceived().orElseThrow()), ticks(2));
            assertDuration(Duration.between(start, letter.lastReceived().orElseThrow()), ticks(37));
            assertDuration(Duration.between(start, letter.time()), ticks(37));
            assertLaw(billing, "1 = 1 dead-lettered");
            assertThat(figures(billing).deadLettered(RemovalReason.DELIVERY_LIMIT))
                    .isEqualTo(1);
            assertThat(figures(billing).redelivered(RedeliveryCause.NACKED)).isEqualTo(1);
        });
    }

    @Test
    default void lastAttempt_mayStillSucceed() {
        requires(Feature.DEAD_LETTERS);
        var billing = broker().subscribe(ORDERS, mourned());
        publish("1");
        next(billing).nack();
        next(billing).nack();

        assertThat(next(billing).ack().isDone()).isTrue();

        assertLaw(billing, "1 = 1 settled");
    }

    @Test
    default void oneAttempt_isEnough_ifThatIsTheLimit() {
        var billing = broker().subscribe(ORDERS, limited().deliveryLimit(1));
        publish("1");

        next(billing).nack();

        assertLaw(billing, "1 = 1 dropped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limited().deliveryLimit(0))
                .withMessage("deliveryLimit must be at least 1: 0");
    }

    @Test
    default void attemptsThatCrash_count() {
        requires(Feature.DEAD_LETTERS);
        var dead = broker().subscribe(DEAD);
        broker().createSubscription(ORDERS, mourned());
        publish("poison");
        for (int n = 0; n < 3; n++) {
            var worker = broker().subscribe(ORDERS, mourned());
            next(worker);
            worker.crash();
        }

        var letter = next(dead).payload();

        assertThat(letter.reason()).isEqualTo(RemovalReason.DELIVERY_LIMIT);
        assertThat(letter.history()).extracting(Attempt::cause).containsOnly(RedeliveryCause.CRASHED);
        assertLaw(figures("billing"), "1 = 1 dead-lettered");
    }

    @Test
    default void lapseOfTheLastLease_ends_atOnce_whateverTheBackoff() {
        requires(Feature.DEAD_LETTERS);
        run(() -> {
            var dead = broker().subscribe(DEAD);
            var billing = broker().subscribe(ORDERS, mourned().deliveryLimit(1).backoff(Backoff.fixed(ticks(1000))));
            publish("1");
            billing.receive();

            assertThat(dead.receive().payload().attempts()).isEqualTo(1);

            assertElapsed(ticks(30));
        });
    }

    @Test
    default void rejectedMessage_goesToTheDeadLetters_atOnce() {
        requires(Feature.DEAD_LETTERS);
        var dead = broker().subscribe(DEAD);
        var billing = broker().subscribe(ORDERS, mourned());
        publish("1", "2");

        next(billing).reject();

        var letter = next(dead).payload();
        assertThat(letter.reason()).isEqualTo(RemovalReason.REJECTED);
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.history()).hasSize(1);
        assertLaw(billing, "2 = 1 dead-lettered + 1 ready");
        assertThat(figures(billing).rejected()).isEqualTo(1);
    }

    @Test
    default void withoutADeadLetterTopic_messagesAreDropped_andCounted() {
        var billing = broker().subscribe(ORDERS, limited());
        var log = listen();
        publish("1", "2");
        for (int n = 0; n < 3; n++) {
            next(billing).nack();
        }
        next(billing).reject();

        assertLaw(billing, "2 = 2 dropped");
        assertThat(figures(billing).dropped(RemovalReason.DELIVERY_LIMIT)).isEqualTo(1);
        assertThat(figures(billing).dropped(RemovalReason.REJECTED)).isEqualTo(1);
        assertThat(log.events("dropped", "deadLettered"))
                .containsExactly("dropped 1 DELIVERY_LIMIT of billing", "dropped 2 REJECTED of billing");
    }

    // ---- expired messages ----

    @Test
    default void expiredMessage_isDropped_unlessTheDeadLettersAreAskedFor() {
        requires(Feature.DEAD_LETTERS, Feature.TTL);
        run(() -> {
            var dead = broker().subscribe(DEAD);
            var billing = broker().subscribe(ORDERS, mourned());
            var audit = broker().subscribe(
                            ORDERS, Subscription.named("audit").deadLetter(DEAD).deadLetterExpired());
            broker().tryPublish(Publication.of(ORDERS, "1").timeToLive(ticks(5)));

            var letter = dead.receive().payload();

            assertElapsed(ticks(5));
            assertThat(letter.subscription()).isEqualTo("audit");
            assertThat(letter.reason()).isEqualTo(RemovalReason.EXPIRED);
            assertThat(letter.attempts()).isZero();
            settleDown();
            assertLaw(billing, "1 = 1 dropped");
            assertThat(figures(billing).dropped(RemovalReason.EXPIRED)).isEqualTo(1);
            assertLaw(audit, "1 = 1 dead-lettered");
        });
    }

    @Test
    default void deadLettersOfExpiredMessages_needADeadLetterTopic() {
        assertThatIllegalArgumentException().isThrownBy(() -> limited().deadLetterExpired());
    }

    // ---- the dead-letter topic ----

    @Test
    default void deadLetterTopic_isATopicLikeOthers() {
        requires(Feature.DEAD_LETTERS);
        var grave = Topic.of("grave", DeadLetter.class);
        var deadLetters = broker().subscribe(
                        DEAD,
                        Subscription.named("dead letters")
                                .atLeastOnce()
                                .deliveryLimit(1)
                                .deadLetter(grave));
        var reporter = broker().subscribe(DEAD, Subscription.named("reporter"));
        var graves = broker().subscribe(grave);
        var billing = broker().subscribe(ORDERS, mourned());
        publish("1");
        next(billing).reject();

        next(deadLetters).nack();

        assertThat(drain(reporter)).hasSize(1);
        var letter = next(graves).payload();
        assertThat(letter.topic()).isEqualTo(DEAD);
        assertThat(letter.message().payload())
                .isInstanceOfSatisfying(
                        DeadLetter.class, inner -> assertThat(inner.topic()).isEqualTo(ORDERS));
    }

    @Test
    default void deadLetterThatNobodyWants_isUnrouted_andCountedAsDeadLetter() {
        requires(Feature.DEAD_LETTERS);
        var billing = broker().subscribe(ORDERS, mourned());
        var log = listen();
        publish("1");

        next(billing).reject();

        assertLaw(billing, "1 = 1 dead-lettered");
        assertThat(log.events("deadLettered", "published", "unrouted"))
                .containsExactly(
                        "published 1",
                        "deadLettered 1 REJECTED of billing",
                        "published letter of 1",
                        "unrouted letter of 1");
    }

    @Test
    default void deadLetter_findsItsPlace_evenInAFullQueueThatBlocksOrRejects() {
        requires(Feature.DEAD_LETTERS, Feature.OVERFLOW_BLOCK, Feature.OVERFLOW_REJECT);
        var blocking = broker().subscribe(DEAD, Subscription.named("blocking").capacity(1, Overflow.BLOCK));
        var rejecting = broker().subscribe(DEAD, Subscription.named("rejecting").capacity(1, Overflow.REJECT));
        var billing = broker().subscribe(ORDERS, mourned());
        publish("1", "2");

        next(billing).reject();
        next(billing).reject();

        assertLaw(blocking, "2 = 2 ready");
        assertLaw(rejecting, "2 = 2 ready");
        assertThat(broker().tryPublish(DEAD, next(blocking).payload())).isInstanceOf(PublishResult.Rejected.class);
    }

    @Test
    default void eachSubscription_hasDeadLettersOfItsOwn() {
        requires(Feature.DEAD_LETTERS);
        var dead = broker().subscribe(DEAD);
        var billing = broker().subscribe(ORDERS, mourned());
        var audit = broker().subscribe(ORDERS, Subscription.named("audit").atLeastOnce());
        publish("1");

        next(billing).reject();

        assertThat(next(dead).payload().subscription()).isEqualTo("billing");
        assertThat(drain(audit)).containsExactly("1");
    }

    @Test
    default void subscription_mustNotBeItsOwnDeadLetterTopic() {
        requires(Feature.DEAD_LETTERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker().subscribe(DEAD, mourned()))
                .withMessage("subscription 'billing' on topic 'dead' must not have it as its own dead-letter topic");
        assertThat(broker().subscriptions()).isEmpty();
    }
}

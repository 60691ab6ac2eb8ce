package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.DeadLetter;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.RemovalReason;
import dev.simbroker.Settlement;
import dev.simbroker.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A message whose time to live has run out is not delivered any more. */
interface ExpiryContract extends BrokerKit {

    Subscription LEASED = Subscription.named("s").atLeastOnce();

    private Publication<String> living(long ticks, String payload) {
        return Publication.of(ORDERS, payload).timeToLive(ticks(ticks));
    }

    @Test
    default void aMessageThatIsReady_expires() {
        requires(Feature.TTL);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            broker().tryPublish(living(2, "short"));
            broker().tryPublish(living(4, "long"));
            publish("forever");

            sleepFor(ticks(3));

            assertLaw(subscriber, "3 = 1 dropped + 2 ready");
            assertThat(figures(subscriber).dropped(RemovalReason.EXPIRED)).isEqualTo(1);
            assertThat(drain(subscriber)).containsExactly("long", "forever");
        });
    }

    @Test
    default void aMessageExpires_beforeAnyBodySubscribes() {
        requires(Feature.TTL);
        run(() -> {
            broker().createSubscription(ORDERS, LEASED);
            broker().tryPublish(living(2, "short"));

            sleepFor(ticks(3));

            assertLaw(figures("s"), "1 = 1 dropped");
        });
    }

    /**
     * A receiver that wakes at that instant, before the broker's own timer is due, must not get the message any more.
     */
    @Test
    default void aMessageIsNotReceived_atTheVeryInstantAtWhichItExpires() {
        requires(Feature.TTL, Feature.EXACT_TIMES);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            spawn("publishes", () -> broker().tryPublish(living(2, "short")));

            sleepFor(ticks(2));

            assertThat(subscriber.tryReceive()).isEmpty();
            assertLaw(subscriber, "1 = 1 dropped");
        });
    }

    @Test
    default void aMessageThatIsReceivedInTime_mayBeSettledLater() {
        requires(Feature.TTL);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            broker().tryPublish(living(2, "short"));
            var delivery = next(subscriber);

            sleepFor(ticks(3));

            assertLaw(subscriber, "1 = 1 in flight");
            assertThat(delivery.ack()).isEqualTo(new Settlement.Done());
            assertLaw(subscriber, "1 = 1 settled");
        });
    }

    @Test
    default void aMessageThatComesBackTooLate_isNotDeliveredAgain() {
        requires(Feature.TTL);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            broker().tryPublish(living(2, "short"));
            var delivery = next(subscriber);

            sleepFor(ticks(2));
            delivery.nack();

            assertLaw(subscriber, "1 = 1 dropped");
            assertThat(figures(subscriber).dropped(RemovalReason.EXPIRED)).isEqualTo(1);
            assertThat(figures(subscriber).nacked()).isEqualTo(1);
        });
    }

    @Test
    default void aMessageThatComesBackInTime_expiresLater() {
        requires(Feature.TTL);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            broker().tryPublish(living(3, "short"));
            next(subscriber).nack();
            assertLaw(subscriber, "1 = 1 ready");

            sleepFor(ticks(4));

            assertLaw(subscriber, "1 = 1 dropped");
        });
    }

    @Test
    default void aMessageThatIsKeptBackForRedelivery_expiresMeanwhile() {
        requires(Feature.TTL);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            broker().tryPublish(living(2, "short"));
            next(subscriber).nack(ticks(10));
            assertLaw(subscriber, "1 = 1 delayed");

            sleepFor(ticks(3));

            assertLaw(subscriber, "1 = 1 dropped");
        });
    }

    @Test
    default void aDelayedMessage_expires_ifItsTimeToLiveIsShorterOrTheSame() {
        requires(Feature.TTL, Feature.DELAY);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED);
            broker().tryPublish(living(1, "shorter").delay(ticks(2)));
            broker().tryPublish(living(2, "the same").delay(ticks(2)));
            broker().tryPublish(living(3, "longer").delay(ticks(2)));

            sleepFor(ticks(2));
            settleDown();

            assertLaw(subscriber, "3 = 2 dropped + 1 ready");
            assertThat(next(subscriber).payload()).isEqualTo("longer");
        });
    }

    @Test
    default void aMessageWhosePublisherWaitedTooLong_isNotDelivered() {
        requires(Feature.TTL, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED.capacity(1, Overflow.BLOCK));
            publish("1");
            var publisher = spawn("publishes", () -> broker().publish(living(2, "short")));

            sleepFor(ticks(3));
            assertThat(drain(subscriber)).containsExactly("1");
            publisher.join();
            settleDown();

            assertLaw(subscriber, "2 = 1 settled + 1 dropped");
        });
    }

    @Test
    default void whatHasExpired_makesSpace() {
        requires(Feature.TTL, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, LEASED.capacity(1, Overflow.BLOCK));
            broker().publish(living(2, "short"));

            broker().publish(ORDERS, "2");

            assertElapsed(ticks(2));
            assertThat(drain(subscriber)).containsExactly("2");
        });
    }

    @Test
    default void whatHasExpired_goesToTheDeadLetters_ifAsked() {
        requires(Feature.TTL, Feature.DEAD_LETTERS);
        run(() -> {
            var letters = broker().subscribe(DEAD, Subscription.named("letters"));
            var asked = broker().subscribe(
                            ORDERS, Subscription.named("asked").deadLetter(DEAD).deadLetterExpired());
            var notAsked =
                    broker().subscribe(ORDERS, Subscription.named("not asked").deadLetter(DEAD));
            broker().tryPublish(living(2, "short"));

            sleepFor(ticks(3));

            assertLaw(asked, "1 = 1 dead-lettered");
            assertLaw(notAsked, "1 = 1 dropped");
            DeadLetter letter = next(letters).payload();
            assertThat(letter.reason()).isEqualTo(RemovalReason.EXPIRED);
            assertThat(letter.subscription()).isEqualTo("asked");
            assertThat(letter.attempts()).isZero();
            assertThat(letter.message().payload()).isEqualTo("short");
            assertThat(letters.tryReceive()).isEmpty();
        });
    }

    @Test
    default void theMessageKnows_whenItExpires() {
        requires(Feature.TTL);
        var subscriber = broker().subscribe(ORDERS, LEASED);
        broker().tryPublish(living(2, "short"));
        publish("forever");

        var message = next(subscriber).message();
        assertThat(message.expiry()).contains(message.timestamp().plus(ticks(2)));
        assertThat(next(subscriber).message().expiry()).isEmpty();
    }

    @Test
    default void aTimeToLiveBeyondAllTime_isForEver() {
        requires(Feature.TTL);
        var subscriber = broker().subscribe(ORDERS, LEASED);

        broker().tryPublish(Publication.of(ORDERS, "1").timeToLive(Duration.ofSeconds(Long.MAX_VALUE)));

        assertThat(drain(subscriber)).containsExactly("1");
    }

    @Test
    default void aTimeToLiveThatIsNotPositive_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Publication.of(ORDERS, "x").timeToLive(Duration.ZERO))
                .withMessage("a time to live must be greater than zero: PT0S");
    }
}

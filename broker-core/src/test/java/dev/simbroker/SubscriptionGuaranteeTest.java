package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.testing.BrokerFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A subscription that was told what to do with messages that come back has to have them come back. They were accepted
 * for subscriptions at most once, and ignored: the messages were lost.
 */
class SubscriptionGuaranteeTest extends BrokerFixture {

    private static final Subscription BILLING = Subscription.named("billing");
    private static final Backoff BACKOFF = Backoff.fixed(Duration.ofSeconds(1));

    @Test
    void backoffOrDeliveryLimit_impliesAtLeastOnce() {
        assertThat(BILLING.guarantee()).isEqualTo(Guarantee.AT_MOST_ONCE);
        assertThat(BILLING.backoff(BACKOFF).guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(BILLING.deliveryLimit(5).guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(BILLING.exactlyOnce().backoff(BACKOFF).guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE);
        assertThat(BILLING.backoff(BACKOFF).exactlyOnce().guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE);
    }

    /** Overflow and expiry use it at most once, too. */
    @Test
    void deadLetterTopic_impliesNothing() {
        assertThat(BILLING.deadLetter(DEAD).guarantee()).isEqualTo(Guarantee.AT_MOST_ONCE);
    }

    @Test
    void atMostOnceWithBackoffOrDeliveryLimit_isRefused_inWhateverOrder() {
        String refusal = "subscription 'billing' must not be at most once and have a backoff or a delivery limit:"
                + " nothing comes back at most once";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BILLING.atMostOnce().backoff(BACKOFF))
                .withMessage(refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BILLING.deliveryLimit(2).atMostOnce())
                .withMessage(refusal);
    }

    @Test
    void whatIsImplied_isTheSameAsWhatIsChosen() {
        assertThat(BILLING.backoff(BACKOFF)).isEqualTo(BILLING.atLeastOnce().backoff(BACKOFF));
        assertThat(BILLING).isEqualTo(BILLING.atMostOnce());
        broker.createSubscription(ORDERS, BILLING.deliveryLimit(5));
        broker.createSubscription(ORDERS, BILLING.deliveryLimit(5).atLeastOnce());
        assertThat(broker.subscriptions()).hasSize(1);
    }

    @Test
    void handlersAndMembersThatReceive_haveToChooseAlike_inOneSubscription() {
        broker.createSubscription(ORDERS, BILLING);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker.consume(ORDERS, BILLING, delivery -> {}))
                .withMessage("subscription 'billing' on topic 'orders' exists with other settings: guarantee is"
                        + " AT_MOST_ONCE, not AT_LEAST_ONCE, which handlers, a backoff and a delivery limit imply"
                        + " unless another one is chosen");
        assertThat(broker.consume(ORDERS, BILLING.atMostOnce(), delivery -> {}).workers())
                .isEqualTo(1);
    }

    /** Members of a key's assignment are told apart by name, so that one which comes back has its keys. */
    @Test
    void handlersThatComeBackUnderTheirName_getTheKeysThatTheyHad() {
        var byKey = BILLING.atLeastOnce().assignment(Assignment.BY_KEY);
        var got = new TreeMap<String, String>();
        broker.createSubscription(ORDERS, byKey);
        simulation.run(() -> {
            var a = consume(byKey, "a", got);
            var b = consume(byKey, "b", got);
            publishKeys();
            var before = Map.copyOf(got);
            got.clear();

            a.drain();
            a = consume(byKey, "a", got);
            publishKeys();

            assertThat(before.values()).contains("a", "b");
            assertThat(got).isEqualTo(before);
            a.drain();
            b.drain();
        });
    }

    private MessageConsumer<String> consume(Subscription subscription, String member, Map<String, String> got) {
        return broker.consume(
                List.of(ORDERS),
                subscription,
                Member.named(member),
                1,
                delivery -> got.put(delivery.message().key().orElseThrow(), delivery.subscriber()));
    }

    private void publishKeys() throws InterruptedException {
        for (int n = 0; n < 50; n++) {
            broker.publish(Publication.of(ORDERS, "order").key("customer " + n));
        }
        simulation.sleep(Duration.ofSeconds(1));
    }
}

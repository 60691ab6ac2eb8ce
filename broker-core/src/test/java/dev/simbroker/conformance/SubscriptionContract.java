package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.Overflow;
import dev.simbroker.PublishResult;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.queue.Select;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A subscription lives from its creation to its deletion, whoever comes and goes meanwhile. */
interface SubscriptionContract extends BrokerKit {

    Subscription BILLING = Subscription.named("billing").atLeastOnce();

    // ---- it collects ----

    @Test
    default void namedSubscription_collects_beforeItHasAMember() {
        broker().createSubscription(ORDERS, BILLING);
        publish(2);

        assertLaw(figures("billing"), "2 = 2 ready");
        assertThat(drain(broker().subscribe(ORDERS, BILLING))).containsExactly("1", "2");
    }

    @Test
    default void creatingASubscriptionAgain_changesNothing() {
        broker().createSubscription(ORDERS, BILLING);
        publish(2);

        broker().createSubscription(ORDERS, BILLING);

        assertThat(broker().subscriptions()).hasSize(1);
        assertLaw(figures("billing"), "2 = 2 ready");
    }

    @Test
    default void namedSubscription_collects_afterItsLastMemberLeft() {
        var first = broker().subscribe(ORDERS, BILLING);
        publish("1");
        first.close();
        publish("2");

        assertThat(drain(broker().subscribe(ORDERS, BILLING))).containsExactly("1", "2");
    }

    @Test
    default void subscriptionsOfTheSameName_onDifferentTopics_areDifferent() {
        var orders = broker().subscribe(ORDERS, BILLING);
        var users = broker().subscribe(USERS, BILLING);

        publish("order");
        broker().tryPublish(USERS, "user");

        assertThat(drain(orders)).containsExactly("order");
        assertThat(drain(users)).containsExactly("user");
    }

    // ---- a subscriber leaves ----

    @Test
    default void closedSubscriber_receivesNothing_andClosingItAgainDoesNothing() {
        var billing = broker().subscribe(ORDERS, BILLING);
        publish("1");

        billing.close();
        billing.close();

        assertThat(billing.isClosed()).isTrue();
        assertThat(broker().subscribers()).isEmpty();
        assertThatExceptionOfType(SubscriptionClosedException.class)
                .isThrownBy(billing::tryReceive)
                .withMessage("subscription 'billing' on topic 'orders' is closed");
    }

    @Test
    default void subscriptionThatIsDeletedWhenUnused_goesWithItsLastMember() {
        var settings = Subscription.named("visitors").autoDelete();
        var one = broker().subscribe(ORDERS, settings);
        var other = broker().subscribe(ORDERS, settings);
        var log = listen();
        publish(3);

        one.close();
        assertThat(broker().subscriptions()).hasSize(1);
        other.close();

        assertThat(broker().subscriptions()).isEmpty();
        assertLaw(other, "3 = 3 dropped");
        assertThat(figures(other).dropped(RemovalReason.DELETED)).isEqualTo(3);
        assertThat(broker().tryPublish(ORDERS, "4")).isInstanceOf(PublishResult.Unrouted.class);
        assertThat(log.events("dropped", "deleted"))
                .containsExactly(
                        "dropped 1 DELETED of visitors",
                        "dropped 2 DELETED of visitors",
                        "dropped 3 DELETED of visitors",
                        "deleted visitors");
    }

    // ---- it is deleted ----

    @Test
    default void deletedSubscription_dropsWhatItHolds_wherever() {
        var billing = broker().subscribe(ORDERS, BILLING);
        publish(3);
        var inFlight = next(billing);
        next(billing).nack(ticks(100));
        assertLaw(billing, "3 = 1 ready + 1 delayed + 1 in flight");

        assertThat(broker().deleteSubscription(ORDERS, "billing")).isTrue();

        assertLaw(billing, "3 = 3 dropped");
        assertThat(figures(billing).dropped(RemovalReason.DELETED)).isEqualTo(3);
        assertThat(inFlight.ack().isDone()).isFalse();
        assertThat(broker().tryPublish(ORDERS, "4")).isInstanceOf(PublishResult.Unrouted.class);
    }

    @Test
    default void deletingASubscription_closesItsSubscribers() {
        var billing = broker().subscribe(ORDERS, BILLING);
        broker().subscribe(ORDERS, Subscription.named("other"));

        broker().deleteSubscription(ORDERS, "billing");

        assertThat(billing.isClosed()).isTrue();
        assertThatExceptionOfType(SubscriptionClosedException.class).isThrownBy(billing::tryReceive);
        assertThat(broker().subscribers())
                .extracting(subscriber -> subscriber.name())
                .containsExactly("other");
    }

    @Test
    default void deletingASubscription_endsTheWaitsInIt() {
        run(() -> {
            var billing = broker().subscribe(ORDERS, BILLING);
            var reader = start("reader", billing::receive);
            var selector = start(
                    "selector", () -> Select.of(scheduler(), List.of(billing)).select());
            sleepFor(tick());

            broker().deleteSubscription(ORDERS, "billing");

            assertThat(reader.thrown()).isInstanceOf(SubscriptionClosedException.class);
            assertThat(selector.thrown()).isInstanceOf(IllegalStateException.class);
            selector.assertEnded(tick());
        });
    }

    @Test
    default void subscriberOfTwoTopics_staysOpen_untilBothSubscriptionsAreDeleted() {
        run(() -> {
            var both = broker().subscribe(List.of(ORDERS, USERS), BILLING);
            var reader = start("reader", both::receive);
            settleDown();

            broker().deleteSubscription(ORDERS, "billing");
            broker().tryPublish(USERS, "user");

            assertThat(reader.result().payload()).isEqualTo("user");
            assertThat(both.isClosed()).isFalse();
            var last = start("last", both::receive);
            settleDown();
            broker().deleteSubscription(USERS, "billing");
            assertThat(last.thrown()).isInstanceOf(SubscriptionClosedException.class);
            assertThat(both.isClosed()).isTrue();
        });
    }

    @Test
    default void deletingWhatDoesNotExist_saysSo() {
        broker().createSubscription(ORDERS, BILLING);

        assertThat(broker().deleteSubscription(ORDERS, "unknown")).isFalse();
        assertThat(broker().deleteSubscription(USERS, "billing")).isFalse();
        assertThat(broker().deleteSubscription(ORDERS, "billing")).isTrue();
        assertThat(broker().deleteSubscription(ORDERS, "billing")).isFalse();
    }

    @Test
    default void subscriptionMadeAgain_startsEmpty_andMayBeOtherwise() {
        broker().createSubscription(ORDERS, BILLING);
        publish("before");
        broker().deleteSubscription(ORDERS, "billing");

        var again = broker().subscribe(ORDERS, BILLING.atMostOnce());
        publish("after");

        assertLaw(again, "1 = 1 ready");
        assertThat(drain(again)).containsExactly("after");
    }

    @Test
    default void leavingADeletedSubscription_doesNotTouchItsSuccessor() {
        var first = broker().subscribe(ORDERS, BILLING.autoDelete());
        broker().deleteSubscription(ORDERS, "billing");
        var second = broker().subscribe(ORDERS, BILLING.autoDelete());
        publish("1");

        first.close();

        assertThat(drain(second)).containsExactly("1");
    }

    // ---- the broker is closed ----

    @Test
    default void closedBroker_hasNothingLeft_andTakesNothing() {
        var billing = broker().subscribe(ORDERS, BILLING);
        publish(2);
        next(billing);

        broker().close();
        broker().close();

        assertThat(billing.isClosed()).isTrue();
        assertThat(broker().subscriptions()).isEmpty();
        assertThat(broker().subscribers()).isEmpty();
        assertLaw(billing, "2 = 2 dropped");
        assertThatIllegalStateException().isThrownBy(() -> broker().tryPublish(ORDERS, "3"));
        assertThatIllegalStateException().isThrownBy(() -> broker().subscribe(ORDERS));
        assertThatIllegalStateException().isThrownBy(() -> broker().createSubscription(ORDERS, BILLING));
    }

    /** A message at its delivery limit counted as dead-lettered, with nobody left to get the letter. */
    @Test
    default void closedBroker_writesNoDeadLetters() {
        requires(Feature.DEAD_LETTERS);
        var billing = broker().subscribe(ORDERS, BILLING.deliveryLimit(1).deadLetter(DEAD));
        var dead = broker().subscribe(DEAD);
        publish(1);
        next(billing);

        broker().close();

        assertLaw(billing, "1 = 1 dropped");
        assertThat(figures(billing).dropped(RemovalReason.DELETED)).isEqualTo(1);
        assertLaw(dead, "0");
    }

    @Test
    default void closingTheBroker_endsEveryWaitInIt() {
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = broker().subscribe(USERS);
            broker().createSubscription(ORDERS, BILLING.capacity(1, Overflow.BLOCK));
            publish("1");
            var reader = start("reader", users::receive);
            var publisher = start("publisher", () -> broker().publish(ORDERS, "2"));
            settleDown();

            broker().close();

            assertThat(reader.thrown()).isInstanceOf(SubscriptionClosedException.class);
            assertThat(publisher.thrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed");
        });
    }

    @Test
    default void subscriptions_areListedInTheOrderInWhichTheyWereMade() {
        for (String name : List.of("b", "c", "a")) {
            broker().createSubscription(ORDERS, Subscription.named(name));
        }

        assertThat(broker().subscriptions())
                .extracting(SubscriptionStatistics::subscription)
                .containsExactly("b", "c", "a");
    }
}

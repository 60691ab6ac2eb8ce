package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Broker;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.TopicPattern;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Publications with an id are taken once, and a subscription that asks for it processes each id once. */
interface ExactlyOnceContract extends BrokerKit {

    default Subscription exact() {
        return Subscription.named("ledger").exactlyOnce(ticks(30));
    }

    private static Publication<String> order(String id) {
        return Publication.of(ORDERS, "order " + id).deduplicationId(id);
    }

    private static void assertAccepted(PublishResult result) {
        assertThat(result).isInstanceOf(PublishResult.Accepted.class);
    }

    // ---- the publisher's side ----

    @Test
    default void publicationOfAKnownId_isADuplicate_andNamesTheFirst() {
        requires(Feature.EXACTLY_ONCE);
        var billing = broker().subscribe(ORDERS);
        var log = listen();
        var first = broker().tryPublish(order("a"));

        var second = broker().tryPublish(order("a"));

        assertThat(first)
                .isInstanceOfSatisfying(
                        PublishResult.Accepted.class,
                        accepted -> assertThat(second).isEqualTo(new PublishResult.Duplicate(accepted.id())));
        assertLaw(billing, "1 = 1 ready");
        assertThat(orders().accepted()).isEqualTo(1);
        assertThat(orders().duplicates()).isEqualTo(1);
        assertThat(log.events("duplicate")).containsExactly("duplicate order a");
    }

    @Test
    default void duplicate_isOneWhateverItCarries_butOnItsOwnTopicOnly() {
        requires(Feature.EXACTLY_ONCE);
        broker().subscribe(ORDERS);
        broker().subscribe(USERS);
        assertAccepted(broker().tryPublish(order("a")));

        assertThat(broker().tryPublish(Publication.of(ORDERS, "other").deduplicationId("a")))
                .isInstanceOf(PublishResult.Duplicate.class);
        assertAccepted(broker().tryPublish(Publication.of(USERS, "user").deduplicationId("a")));
        assertAccepted(broker().tryPublish(ORDERS, "without an id"));
        assertAccepted(broker().tryPublish(ORDERS, "without an id"));
    }

    @Test
    default void publisherThatStartsAgain_continuesItsSequence() {
        requires(Feature.EXACTLY_ONCE);
        run(() -> {
            var billing = broker().subscribe(ORDERS);
            var shop = broker().publisher("shop", ORDERS);
            for (int n = 1; n <= 3; n++) {
                shop.publish(n, "order " + n);
            }

            var restarted = broker().publisher("shop", ORDERS);
            for (int n = 1; n <= 5; n++) {
                restarted.publish(n, "order " + n);
            }

            assertThat(drain(billing)).containsExactly("order 1", "order 2", "order 3", "order 4", "order 5");
            assertThat(orders().duplicates()).isEqualTo(3);
            assertAccepted(broker().publisher("another shop", ORDERS).publish(1, "order 1"));
        });
    }

    @Test
    default void idsAreRemembered_forTheWindow_fromTheFirstPublicationOn() {
        requires(Feature.EXACTLY_ONCE);
        try (Broker forgetful = brokerRemembering(ticks(10), 100)) {
            run(() -> {
                forgetful.subscribe(ORDERS);
                forgetful.publish(order("a"));
                sleepFor(ticks(6));
                assertThat(forgetful.publish(order("a"))).isInstanceOf(PublishResult.Duplicate.class);
                sleepFor(ticks(3));
                assertThat(forgetful.publish(order("a"))).isInstanceOf(PublishResult.Duplicate.class);
                sleepFor(ticks(1));

                assertAccepted(forgetful.publish(order("a")));
            });
        }
    }

    @Test
    default void noMoreIdsAreRemembered_thanTheLimit_theOldestGoFirst() {
        requires(Feature.EXACTLY_ONCE);
        try (Broker forgetful = brokerRemembering(ticks(1000), 2)) {
            forgetful.subscribe(ORDERS);
            for (String id : new String[] {"a", "b", "c"}) {
                forgetful.tryPublish(order(id));
            }

            assertThat(forgetful.tryPublish(order("c"))).isInstanceOf(PublishResult.Duplicate.class);
            assertThat(forgetful.tryPublish(order("b"))).isInstanceOf(PublishResult.Duplicate.class);
            assertAccepted(forgetful.tryPublish(order("a")));
        }
    }

    @Test
    default void windowAndLimit_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.builder(scheduler()).deduplication(Duration.ZERO, 1))
                .withMessage("a deduplication window must be greater than zero: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Broker.builder(scheduler()).deduplication(tick(), 0))
                .withMessage("the number of ids to remember must be at least 1: 0");
    }

    // ---- the consumer's side ----

    @Test
    default void exactlyOnce_redelivers_untilAcknowledged() {
        requires(Feature.EXACTLY_ONCE);
        run(() -> {
            var ledger = broker().subscribe(ORDERS, exact());
            broker().publish(order("a"));
            ledger.receive();
            ledger.receive().nack();

            assertThat(ledger.receive().attempt()).isEqualTo(3);
            assertElapsed(ticks(30));
        });
    }

    @Test
    default void idThatWasProcessed_isNotDeliveredAgain() {
        requires(Feature.EXACTLY_ONCE, Feature.PATTERNS);
        var ledger = broker().subscribe(TopicPattern.of("#", String.class), exact());
        broker().tryPublish(order("a"));
        next(ledger).ack();
        var log = listen();

        broker().tryPublish(Publication.of(USERS, "the same again").deduplicationId("a"));

        assertThat(ledger.tryReceive()).isEmpty();
        assertLaw(ledger, "2 = 1 settled + 1 dropped");
        assertThat(figures(ledger).dropped(RemovalReason.DUPLICATE)).isEqualTo(1);
        assertThat(log.events("dropped")).containsExactly("dropped the same again DUPLICATE of ledger");
    }

    /** Two copies of one id were both handed out, if the second came before the first was acknowledged. */
    @Test
    default void idThatIsHere_isNotDeliveredOnceMore() {
        requires(Feature.EXACTLY_ONCE, Feature.PATTERNS);
        var ledger = broker().subscribe(TopicPattern.of("#", String.class), exact());
        broker().tryPublish(order("a"));
        var first = next(ledger);

        broker().tryPublish(Publication.of(USERS, "the same again").deduplicationId("a"));

        assertThat(ledger.tryReceive()).isEmpty();
        assertLaw(ledger, "2 = 1 dropped + 1 in flight");
        first.nack();
        assertThat(drain(ledger)).containsExactly("order a");
    }

    /**
     * A publisher that gave up, because one of two queues was full, tries again: who has the message must not get
     * another.
     */
    @Test
    default void publicationTriedAgain_reachesThoseWhoMissedIt_andNobodyElse() {
        requires(Feature.EXACTLY_ONCE, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var ledger = broker().subscribe(ORDERS, exact());
            var slow = broker().subscribe(
                            ORDERS,
                            Subscription.named("slow").exactlyOnce(ticks(30)).capacity(1, Overflow.BLOCK));
            broker().publish(order("a"));
            assertThat(broker().publish(order("b"), ticks(2))).isEqualTo(new PublishResult.Rejected("slow", 1));
            assertThat(drain(slow)).containsExactly("order a");

            assertAccepted(broker().publish(order("b"), ticks(2)));

            assertThat(drain(slow)).containsExactly("order b");
            assertThat(drain(ledger)).containsExactly("order a", "order b");
            assertLaw(ledger, "3 = 2 settled + 1 dropped");
        });
    }

    @Test
    default void idThatWasGivenUp_mayComeAgain() {
        requires(Feature.EXACTLY_ONCE, Feature.PATTERNS);
        var ledger = broker().subscribe(TopicPattern.of("#", String.class), exact());
        broker().tryPublish(order("a"));
        next(ledger).reject();

        broker().tryPublish(Publication.of(USERS, "corrected").deduplicationId("a"));

        assertThat(drain(ledger)).containsExactly("corrected");
    }

    @Test
    default void processedIds_areRemembered_forTheWindow() {
        requires(Feature.EXACTLY_ONCE, Feature.PATTERNS);
        try (Broker forgetful = brokerRemembering(ticks(10), 100)) {
            run(() -> {
                var ledger = forgetful.subscribe(TopicPattern.of("#", String.class), exact());
                forgetful.publish(order("a"));
                sleepFor(ticks(8));
                ledger.receive().ack();
                sleepFor(ticks(9));
                assertAccepted(forgetful.publish(order("a")));
                assertThat(ledger.tryReceive())
                        .as("9 ticks after it was processed")
                        .isEmpty();
                sleepFor(ticks(1));

                forgetful.publish(Publication.of(USERS, "user").deduplicationId("a"));

                assertThat(drain(ledger)).containsExactly("user");
            });
        }
    }

    @Test
    default void otherGuarantees_deliverEveryCopy() {
        requires(Feature.EXACTLY_ONCE, Feature.PATTERNS);
        var everything = TopicPattern.of("#", String.class);
        var billing =
                broker().subscribe(everything, Subscription.named("billing").atLeastOnce());
        broker().tryPublish(order("a"));
        broker().tryPublish(Publication.of(USERS, "the same again").deduplicationId("a"));

        assertThat(drain(billing)).containsExactly("order a", "the same again");
    }
}

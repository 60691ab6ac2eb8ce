package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.DeadLetter;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import org.junit.jupiter.api.Test;

/** A message that finds a queue full, where nobody waits, is dropped, refused or dead-lettered. */
interface OverflowContract extends BrokerKit {

    private static Subscription full(Overflow overflow) {
        return Subscription.named("full").atLeastOnce().capacity(2, overflow);
    }

    private static Subscription fullOf(Topic<DeadLetter> deadLetters) {
        return Subscription.named("full").atLeastOnce().deadLetter(deadLetters).capacity(2, Overflow.DEAD_LETTER);
    }

    @Test
    default void queue_isUnbounded_unlessSaidOtherwise() {
        var audit = broker().subscribe(ORDERS, Subscription.named("audit"));

        publish(1000);

        assertLaw(audit, "1000 = 1000 ready");
    }

    // ---- drop ----

    @Test
    default void dropNewest_losesTheMessageThatComes() {
        requires(Feature.OVERFLOW_DROP);
        var full = broker().subscribe(ORDERS, full(Overflow.DROP_NEWEST));
        var log = listen();

        publish("1", "2", "3");

        assertLaw(full, "3 = 1 dropped + 2 ready");
        assertThat(figures(full).dropped(RemovalReason.QUEUE_FULL)).isEqualTo(1);
        assertThat(figures(full).delivered()).isEqualTo(2);
        assertThat(log.events("dropped")).containsExactly("dropped 3 QUEUE_FULL of full");
        assertThat(drain(full)).containsExactly("1", "2");
    }

    @Test
    default void dropOldest_losesTheMessageThatCameFirst() {
        requires(Feature.OVERFLOW_DROP);
        var full = broker().subscribe(ORDERS, full(Overflow.DROP_OLDEST));
        var log = listen();

        publish("1", "2", "3", "4");

        assertLaw(full, "4 = 2 dropped + 2 ready");
        assertThat(figures(full).dropped(RemovalReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(figures(full).delivered()).isEqualTo(4);
        assertThat(log.events("dropped"))
                .containsExactly("dropped 1 QUEUE_FULL of full", "dropped 2 QUEUE_FULL of full");
        assertThat(drain(full)).containsExactly("3", "4");
    }

    @Test
    default void dropOldest_regardsTheOrderOfArrival_notThePriority() {
        requires(Feature.OVERFLOW_DROP, Feature.PRIORITY);
        var full = broker().subscribe(ORDERS, full(Overflow.DROP_OLDEST));
        broker().tryPublish(Publication.of(ORDERS, "urgent").priority(9));
        publish("1", "2");

        assertThat(drain(full)).containsExactly("1", "2");
    }

    @Test
    default void dropOldest_neverTouchesWhatIsInFlight() {
        requires(Feature.OVERFLOW_DROP);
        var full = broker().subscribe(ORDERS, full(Overflow.DROP_OLDEST));
        publish("1", "2");
        var first = next(full);

        publish("3", "4");

        assertLaw(full, "4 = 1 dropped + 2 ready + 1 in flight");
        assertThat(first.ack().isDone()).isTrue();
        assertThat(drain(full)).containsExactly("3", "4");
    }

    @Test
    default void dropOldest_dropsAMessageThatCameBack_first() {
        requires(Feature.OVERFLOW_DROP);
        var full = broker().subscribe(ORDERS, full(Overflow.DROP_OLDEST));
        publish("1", "2");
        var first = next(full);
        publish("3");
        first.nack();
        assertLaw(full, "3 = 3 ready");

        publish("4");

        assertLaw(full, "4 = 1 dropped + 3 ready");
        assertThat(drain(full)).containsExactly("2", "3", "4");
    }

    @Test
    default void droppedMessage_isAcceptedNevertheless_andOthersHaveIt() {
        requires(Feature.OVERFLOW_DROP);
        broker().createSubscription(ORDERS, full(Overflow.DROP_NEWEST));
        var other = broker().subscribe(ORDERS);
        publish("1", "2");

        assertThat(broker().tryPublish(ORDERS, "3")).isInstanceOf(PublishResult.Accepted.class);

        assertThat(drain(other)).containsExactly("1", "2", "3");
        assertThat(orders().accepted()).isEqualTo(3);
    }

    @Test
    default void queueThatDrops_hasSpaceAgain_afterAReceipt() {
        requires(Feature.OVERFLOW_DROP);
        var full = broker().subscribe(ORDERS, full(Overflow.DROP_NEWEST));
        publish("1", "2", "3");
        next(full);

        publish("4", "5");

        assertThat(drain(full)).containsExactly("2", "4");
        assertLaw(full, "5 = 2 settled + 2 dropped + 1 in flight");
    }

    // ---- reject ----

    @Test
    default void reject_namesTheSubscription_andNobodyGetsTheMessage() {
        requires(Feature.OVERFLOW_REJECT);
        var other = broker().subscribe(ORDERS);
        var full = broker().subscribe(ORDERS, full(Overflow.REJECT));
        publish("1", "2");
        var log = listen();

        assertThat(broker().tryPublish(ORDERS, "3")).isEqualTo(new PublishResult.Rejected("full", 0));

        assertLaw(full, "2 = 2 ready");
        assertLaw(other, "2 = 2 ready");
        assertThat(orders().accepted()).isEqualTo(2);
        assertThat(orders().rejected()).isEqualTo(1);
        assertThat(log.events()).containsExactly("refused 3 by full");
    }

    @Test
    default void reject_refusesAtOnce_evenWhereOthersWouldWait() {
        requires(Feature.OVERFLOW_REJECT, Feature.OVERFLOW_BLOCK);
        run(() -> {
            broker().createSubscription(
                            ORDERS, Subscription.named("patient").atLeastOnce().capacity(2, Overflow.BLOCK));
            broker().createSubscription(ORDERS, full(Overflow.REJECT));
            publish("1", "2");

            assertThat(broker().publish(ORDERS, "3")).isEqualTo(new PublishResult.Rejected("full", 0));

            assertLaw(figures("patient"), "2 = 2 ready");
        });
    }

    @Test
    default void reject_namesTheFirstOfSeveral() {
        requires(Feature.OVERFLOW_REJECT);
        for (String name : new String[] {"b", "a"}) {
            broker().createSubscription(ORDERS, Subscription.named(name).capacity(1, Overflow.REJECT));
        }
        publish("1");

        assertThat(broker().tryPublish(ORDERS, "2")).isEqualTo(new PublishResult.Rejected("b", 0));
    }

    @Test
    default void rejectedPublication_mayBeTriedAgain_withItsId() {
        requires(Feature.OVERFLOW_REJECT);
        var full = broker().subscribe(ORDERS, full(Overflow.REJECT));
        publish("1", "2");
        var third = Publication.of(ORDERS, "3").deduplicationId("3");
        assertThat(broker().tryPublish(third)).isInstanceOf(PublishResult.Rejected.class);
        next(full).ack();

        assertThat(broker().tryPublish(third)).isInstanceOf(PublishResult.Accepted.class);
    }

    // ---- dead letters ----

    @Test
    default void overflow_mayGoToTheDeadLetters() {
        requires(Feature.OVERFLOW_DEAD_LETTER);
        var dead = broker().subscribe(DEAD);
        var full = broker().subscribe(ORDERS, fullOf(DEAD));
        var log = listen();

        publish("1", "2", "3");

        assertLaw(full, "3 = 1 dead-lettered + 2 ready");
        assertThat(figures(full).deadLettered(RemovalReason.QUEUE_FULL)).isEqualTo(1);
        assertThat(log.events("deadLettered")).containsExactly("deadLettered 3 QUEUE_FULL of full");
        var letter = next(dead).payload();
        assertThat(letter.message().payload()).isEqualTo("3");
        assertThat(letter.reason()).isEqualTo(RemovalReason.QUEUE_FULL);
        assertThat(letter.attempts()).isZero();
        assertThat(letter.history()).isEmpty();
        assertThat(letter.firstReceived()).isEmpty();
    }

    @Test
    default void overflowToTheDeadLetters_needsThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full(Overflow.DEAD_LETTER))
                .withMessage("subscription 'full' must be given a dead-letter topic before the overflow DEAD_LETTER");
    }

    @Test
    default void fullDeadLetterTopics_doNotSendALetterRoundForEver() {
        requires(Feature.OVERFLOW_DEAD_LETTER);
        var first = Topic.of("first", DeadLetter.class);
        var second = Topic.of("second", DeadLetter.class);
        var one = Subscription.named("one").deadLetter(second).capacity(1, Overflow.DEAD_LETTER);
        var two = Subscription.named("two").deadLetter(first).capacity(1, Overflow.DEAD_LETTER);
        broker().createSubscription(first, one);
        broker().createSubscription(second, two);
        broker().createSubscription(ORDERS, fullOf(first));

        publish(6);

        assertLaw(figures("full"), "6 = 4 dead-lettered + 2 ready");
        assertLaw(figures("one"), "4 = 3 dropped + 1 ready");
        assertThat(figures("one").dropped(RemovalReason.QUEUE_FULL)).isEqualTo(3);
    }

    @Test
    default void capacity_mustBeAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subscription.named("none").capacity(0, Overflow.BLOCK))
                .withMessage("capacity must be at least 1: 0");
    }
}

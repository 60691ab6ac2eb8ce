package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Retention;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * While a publication waits for space, nobody can say yet what becomes of it: its id is no duplicate, and nothing of it
 * stays if it gives up.
 */
interface UndecidedIdContract extends BrokerKit {

    Publication<String> OUTBOX = Publication.of(ORDERS, "x").deduplicationId("x");

    /** A subscription with one place, which is taken. */
    private Subscriber<String> full(Broker broker) {
        requires(Feature.EXACTLY_ONCE, Feature.OVERFLOW_BLOCK);
        var slow = broker.subscribe(
                ORDERS, Subscription.named("slow").atLeastOnce().capacity(1, Overflow.BLOCK));
        broker.tryPublish(ORDERS, "1");
        return slow;
    }

    private Subscriber<String> full() {
        return full(broker());
    }

    private Task<PublishResult> relay(String name) throws InterruptedException {
        var relay = start(name, () -> broker().publish(OUTBOX));
        settleDown();
        return relay;
    }

    private Task<PublishResult> impatientRelay(String name) throws InterruptedException {
        var relay = start(name, () -> broker().publish(OUTBOX, ticks(5)));
        settleDown();
        return relay;
    }

    // ---- who publishes the same id meanwhile ----

    @Test
    default void secondPublicationOfAnId_thatStillWaits_getsTheResultOfTheFirst() {
        var slow = full();
        run(() -> {
            var log = listen();
            var first = relay("first");
            var second = relay("second");
            sleepFor(tick());
            assertThat(second.isDone())
                    .as("nobody can say yet whether it is a duplicate")
                    .isFalse();

            next(slow).ack();

            assertThat(first.result()).isEqualTo(new PublishResult.Accepted(2, 1));
            assertThat(second.result()).isEqualTo(first.result());
            assertThat(drain(slow)).containsExactly("x");
            assertThat(broker().publish(OUTBOX)).isEqualTo(new PublishResult.Duplicate(2));
            assertThat(orders().accepted()).isEqualTo(2);
            assertThat(orders().duplicates()).isEqualTo(2);
            assertThat(log.events("duplicate")).containsExactly("duplicate x", "duplicate x");
        });
    }

    /** Two relays of one outbox: the second was told of a duplicate, the first gave up, and nobody had the message. */
    @Test
    default void publicationThatGivesUp_leavesItsTurn_toTheNextInLine() {
        var slow = full();
        run(() -> {
            var first = impatientRelay("first");
            var second = relay("second");
            var third = relay("third");

            assertThat(first.result()).isEqualTo(new PublishResult.Rejected("slow", 0));
            settleDown();
            assertThat(second.isDone() || third.isDone()).isFalse();
            next(slow).ack();

            assertThat(second.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(third.result()).isEqualTo(second.result());
            assertThat(drain(slow)).containsExactly("x");
        });
    }

    @Test
    default void interruptedPublication_leavesItsTurn_toTheNextInLine() {
        var slow = full();
        run(() -> {
            var first = relay("first");
            var second = relay("second");
            var third = relay("third");

            first.interrupt();
            assertThat(first.thrown()).isInstanceOf(InterruptedException.class);
            settleDown();
            second.interrupt();
            assertThat(second.thrown()).isInstanceOf(InterruptedException.class);
            settleDown();
            next(slow).ack();

            assertThat(third.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(drain(slow)).containsExactly("x");
        });
    }

    @Test
    default void publicationInLine_givesUpAtItsOwnTimeOut_andHarmsNobody() {
        var slow = full();
        run(() -> {
            var first = relay("first");
            var impatient = impatientRelay("impatient");
            var interrupted = relay("interrupted");
            var last = relay("last");

            interrupted.interrupt();

            assertThat(interrupted.thrown()).isInstanceOf(InterruptedException.class);
            assertThat(impatient.result()).isEqualTo(new PublishResult.Rejected("slow", 0));
            assertThat(orders().rejected()).isEqualTo(1);
            next(slow).ack();
            assertThat(last.result()).isEqualTo(first.result());
        });
    }

    @Test
    default void tryPublishOfAnId_thatStillWaits_isRejected_andMayBeTriedAgain() {
        var slow = full();
        run(() -> {
            var first = relay("first");

            assertThat(broker().tryPublish(OUTBOX)).isEqualTo(new PublishResult.Rejected("slow", 0));

            next(slow).ack();
            first.result();
            assertThat(broker().tryPublish(OUTBOX)).isInstanceOf(PublishResult.Duplicate.class);
        });
    }

    @Test
    default void transactionWithAnId_thatStillWaits_waitsForWhatBecomesOfIt() {
        requires(Feature.TRANSACTIONS);
        var slow = full();
        run(() -> {
            var first = relay("first");
            var worker = start("worker", () -> {
                broker().transaction(transaction -> transaction.publish(OUTBOX));
                return true;
            });
            settleDown();

            first.interrupt();
            settleDown();
            assertThat(worker.isDone()).isFalse();
            next(slow).ack();

            worker.result();
            assertThat(drain(slow)).containsExactly("x");
            assertThat(broker().publish(OUTBOX)).isInstanceOf(PublishResult.Duplicate.class);
        });
    }

    @Test
    default void transactionWithAnId_thatComesInMeanwhile_hasADuplicate() {
        requires(Feature.TRANSACTIONS);
        var slow = full();
        run(() -> {
            var first = relay("first");
            var worker = start("worker", () -> {
                broker().transaction(transaction -> transaction.publish(OUTBOX));
                return true;
            });
            settleDown();

            next(slow).ack();

            worker.result();
            first.result();
            assertThat(drain(slow)).containsExactly("x");
            assertThat(orders().duplicates()).isEqualTo(1);
        });
    }

    @Test
    default void closingTheBroker_endsTheWait_ofEverybodyInLine() {
        full();
        run(() -> {
            var relays = List.of(relay("first"), relay("second"), relay("third"));

            broker().close();

            for (var relay : relays) {
                assertThat(relay.thrown())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is closed");
            }
        });
    }

    // ---- from when on it is known ----

    @Test
    default void publicationThatGaveUp_mayBeTriedAgain_withItsId() {
        var slow = full();
        run(() -> {
            assertThat(broker().publish(OUTBOX, tick())).isEqualTo(new PublishResult.Rejected("slow", 0));
            next(slow).ack();

            assertThat(broker().publish(OUTBOX, tick())).isInstanceOf(PublishResult.Accepted.class);
            assertThat(broker().publish(OUTBOX, tick())).isInstanceOf(PublishResult.Duplicate.class);
        });
    }

    /** The window counted from the start of the publication, so that an id which had just come in came in again. */
    @Test
    default void theWindow_countsFromWhenTheMessageIsIn() {
        try (var forgetful = brokerRemembering(ticks(10), 100)) {
            var slow = full(forgetful);
            run(() -> {
                var first = start("first", () -> forgetful.publish(OUTBOX));
                sleepFor(ticks(15));
                slow.receive().ack();
                first.result();

                sleepFor(ticks(9));
                assertThat(forgetful.publish(OUTBOX)).isInstanceOf(PublishResult.Duplicate.class);
                sleepFor(ticks(1));
                slow.receive().ack();
                assertThat(forgetful.publish(OUTBOX)).isInstanceOf(PublishResult.Accepted.class);
            });
        }
    }

    // ---- retention ----

    private List<String> replayed() {
        return drain(broker().subscribe(ORDERS, Subscription.named("late").fromEarliest()));
    }

    /** A publication that was rejected was replayed, and once more when its publisher tried again. */
    @Test
    default void publicationThatGaveUp_isNotReplayed() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, Retention.last(2));
            var slow = full();
            assertThat(broker().publish(OUTBOX, tick())).isInstanceOf(PublishResult.Rejected.class);
            var interrupted = relay("interrupted");
            interrupted.interrupt();
            assertThat(interrupted.thrown()).isInstanceOf(InterruptedException.class);
            next(slow).ack();

            broker().publish(OUTBOX);

            assertThat(replayed()).containsExactly("1", "x");
        });
    }

    /** It takes nobody's place among those that are kept, either. */
    @Test
    default void publicationThatGaveUp_drivesNothingOutOfRetention() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, Retention.last(1));
            full();
            broker().publish(OUTBOX, tick());

            assertThat(replayed()).containsExactly("1");
        });
    }

    /** It comes too late for the fan-out, and before the message is retained. */
    @Test
    default void subscriptionThatIsMade_whileAPublicationWaits_missesNothing() {
        requires(Feature.REPLAY);
        run(() -> {
            broker().retain(ORDERS, Retention.last(5));
            var slow = full();
            var publisher = relay("publisher");

            var late = broker().subscribe(ORDERS, Subscription.named("late").fromEarliest());
            next(slow).ack();
            publisher.result();

            assertThat(drain(late)).containsExactly("1", "x");
        });
    }
}

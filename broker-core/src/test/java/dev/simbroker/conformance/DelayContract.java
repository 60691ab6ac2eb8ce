package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delayed messages stay back until they are due, and among ready ones the priority decides. */
interface DelayContract extends BrokerKit {

    private void publishAfter(long ticks, String payload) {
        broker().tryPublish(Publication.of(ORDERS, payload).delay(ticks(ticks)));
    }

    private void publishWith(int priority, String payload) {
        broker().tryPublish(Publication.of(ORDERS, payload).priority(priority));
    }

    // ---- delay ----

    @Test
    default void aDelayedMessage_isReceived_whenItIsDue() {
        requires(Feature.DELAY);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
            publishAfter(5, "later");
            assertLaw(subscriber, "1 = 1 delayed");

            var delivery = subscriber.receive();

            assertElapsed(ticks(5));
            assertThat(delivery.payload()).isEqualTo("later");
            assertDuration(delivery.latency(), ticks(5));
        });
    }

    @Test
    default void delayedMessages_comeInTheOrderInWhichTheyAreDue() {
        requires(Feature.DELAY);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
            publishAfter(3, "third");
            publishAfter(1, "first");
            publishAfter(2, "second");
            publishAfter(0, "at once");
            var received = new ArrayList<String>();

            for (int n = 0; n < 4; n++) {
                received.add(subscriber.receive().payload());
            }

            assertThat(received).containsExactly("at once", "first", "second", "third");
            assertElapsed(ticks(3));
        });
    }

    @Test
    default void messagesThatAreDueAtTheSameInstant_comeInOrderOfPublication() {
        requires(Feature.DELAY, Feature.FIRST_COME);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
            for (int n = 1; n <= 5; n++) {
                publishAfter(2, "" + n);
            }

            sleepFor(ticks(2));
            settleDown();

            assertThat(drain(subscriber)).containsExactly("1", "2", "3", "4", "5");
        });
    }

    /** Its place in the queue is that of its due time. */
    @Test
    default void aDelayedMessage_comesAfterWhatWasReadyBefore() {
        requires(Feature.DELAY);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
            publishAfter(2, "delayed");
            sleepFor(ticks(1));
            publish("ready");
            sleepFor(ticks(2));
            publish("last");

            assertThat(drain(subscriber)).containsExactly("ready", "delayed", "last");
        });
    }

    @Test
    default void aDelayedMessage_takesNoSpace() {
        requires(Feature.DELAY, Feature.OVERFLOW_REJECT, Feature.FIRST_COME);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, Subscription.named("s").capacity(1, Overflow.REJECT));
            publishAfter(1, "delayed");
            publish("ready", "refused");
            publishAfter(1, "delayed too");

            sleepFor(ticks(1));
            settleDown();

            assertThat(drain(subscriber)).containsExactly("ready", "delayed", "delayed too");
        });
    }

    @Test
    default void deletingASubscription_dropsWhatIsDelayed() {
        requires(Feature.DELAY);
        run(() -> {
            var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
            publishAfter(1, "delayed");

            broker().deleteSubscription(ORDERS, "s");
            sleepFor(ticks(2));

            assertLaw(subscriber, "1 = 1 dropped");
        });
    }

    /** Long before its end the universe will be no more. */
    @Test
    default void aDelayBeyondAllTime_keepsTheMessageBack() {
        requires(Feature.DELAY);
        var subscriber = broker().subscribe(ORDERS, Subscription.named("s").atLeastOnce());
        broker().tryPublish(Publication.of(ORDERS, "never").delay(Duration.ofSeconds(Long.MAX_VALUE)));
        publish("1");

        next(subscriber).nack(Duration.ofSeconds(Long.MAX_VALUE));

        assertLaw(subscriber, "2 = 2 delayed");
    }

    @Test
    default void aNegativeDelay_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Publication.of(ORDERS, "x").delay(Duration.ofNanos(-1)))
                .withMessageContaining("delay must not be negative: PT-0.000000001S");
    }

    // ---- priority ----

    @Test
    default void higherPriorities_comeFirst_andWithinOneTheOrderHolds() {
        requires(Feature.PRIORITY);
        var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
        for (int round = 1; round <= 2; round++) {
            for (int priority = 0; priority <= Publication.HIGHEST_PRIORITY; priority++) {
                publishWith(priority, priority + "/" + round);
            }
        }

        assertThat(drain(subscriber))
                .containsExactly(
                        "9/1", "9/2", "8/1", "8/2", "7/1", "7/2", "6/1", "6/2", "5/1", "5/2", "4/1", "4/2", "3/1",
                        "3/2", "2/1", "2/2", "1/1", "1/2", "0/1", "0/2");
    }

    @Test
    default void withoutAPriority_aMessageHasTheLowest() {
        requires(Feature.PRIORITY);
        var subscriber = broker().subscribe(ORDERS, Subscription.named("s"));
        publish("none");
        publishWith(1, "one");

        assertThat(drain(subscriber)).containsExactly("one", "none");
    }

    @Test
    default void aMessageThatComesBack_takesItsOldPlaceWithinItsPriority() {
        requires(Feature.PRIORITY);
        var subscriber = broker().subscribe(ORDERS, Subscription.named("s").atLeastOnce());
        publishWith(5, "first");
        publishWith(5, "second");
        publishWith(9, "urgent");
        publishWith(0, "low");
        var urgent = next(subscriber);
        var first = next(subscriber);
        next(subscriber).ack();

        urgent.nack();
        first.nack();
        publishWith(5, "third");

        assertThat(drain(subscriber)).containsExactly("urgent", "first", "third", "low");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10, Integer.MAX_VALUE, Integer.MIN_VALUE})
    default void aPriorityOutOfRange_isRefused(int priority) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Publication.of(ORDERS, "x").priority(priority))
                .withMessage("a priority must be from 0 to 9: " + priority);
    }
}

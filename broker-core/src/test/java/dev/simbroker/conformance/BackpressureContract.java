package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A full queue lets its publishers wait, in line, after everybody else has got the message. */
interface BackpressureContract extends BrokerKit {

    Subscription SLOW = Subscription.named("slow").atLeastOnce().capacity(2, Overflow.BLOCK);

    /** A subscription of which publishers have to wait for space. */
    default Subscriber<String> slow() {
        requires(Feature.OVERFLOW_BLOCK);
        return broker().subscribe(ORDERS, SLOW);
    }

    /** The same, with no space left. */
    default Subscriber<String> full() {
        var slow = slow();
        publish("1", "2");
        return slow;
    }

    /** A publisher that has come to wait for space. */
    default Task<PublishResult> startWaiting(String order) throws InterruptedException {
        var publisher = start("publisher of " + order, () -> broker().publish(ORDERS, order));
        settleDown();
        return publisher;
    }

    @Test
    default void publisherWaits_untilThereIsSpace_afterEverybodyElseGotTheMessage() {
        var slow = slow();
        run(() -> {
            var quick = broker().subscribe(ORDERS);
            publish("1", "2");

            var publisher = start("publisher", () -> broker().publish(ORDERS, "3"));
            sleepFor(ticks(5));

            assertThat(publisher.isDone()).isFalse();
            assertThat(drain(quick)).containsExactly("1", "2", "3");
            assertLaw(slow, "2 = 2 ready");
            next(slow);
            assertThat(publisher.result()).isEqualTo(new PublishResult.Accepted(3, 2));
            publisher.assertEnded(ticks(5));
            assertLaw(slow, "3 = 2 ready + 1 in flight");
            assertThat(orders().accepted()).isEqualTo(3);
        });
    }

    @Test
    default void publishersThatWait_areServedInTheOrderInWhichTheyCame_andNobodyOvertakes() {
        var slow = full();
        run(() -> {
            var publishers = new ArrayList<Task<PublishResult>>();
            for (String order : new String[] {"3", "4", "5"}) {
                publishers.add(startWaiting(order));
            }

            next(slow).ack();
            assertThat(broker().tryPublish(ORDERS, "impatient")).isEqualTo(new PublishResult.Rejected("slow", 0));
            publishers.get(0).result();
            assertThat(publishers.get(1).isDone()).isFalse();
            next(slow).ack();
            publishers.get(1).result();
            assertThat(publishers.get(2).isDone()).isFalse();

            assertThat(drain(slow)).containsExactly("3", "4", "5");
            publishers.get(2).result();
            assertLaw(slow, "5 = 5 settled");
        });
    }

    @Test
    default void timedPublish_givesUp_andSaysWhoHasTheMessageNevertheless() {
        var slow = slow();
        run(() -> {
            var quick = broker().subscribe(ORDERS);
            publish("1", "2");
            var log = listen();

            var result = broker().publish(Publication.of(ORDERS, "3"), ticks(5));

            assertThat(result).isEqualTo(new PublishResult.Rejected("slow", 1));
            assertElapsed(ticks(5));
            assertThat(drain(quick)).containsExactly("1", "2", "3");
            assertThat(drain(slow)).containsExactly("1", "2");
            assertLaw(slow, "2 = 2 settled");
            assertThat(orders().rejected()).isEqualTo(1);
            assertThat(log.events("refused")).containsExactly("refused 3 by slow");
        });
    }

    @Test
    default void timedPublish_isAccepted_ifThereIsSpaceInTime() {
        var slow = full();
        run(() -> {
            var publisher = start("publisher", () -> broker().publish(Publication.of(ORDERS, "3"), ticks(5)));
            sleepFor(ticks(4));

            next(slow);

            assertThat(publisher.result()).isEqualTo(new PublishResult.Accepted(3, 1));
            publisher.assertEnded(ticks(4));
        });
    }

    @Test
    default void tryPublish_neverWaits_andIsAllOrNothing() {
        requires(Feature.OVERFLOW_BLOCK);
        var quick = broker().subscribe(ORDERS);
        var slow = broker().subscribe(ORDERS, SLOW);
        publish("1", "2");

        assertThat(broker().tryPublish(ORDERS, "3")).isEqualTo(new PublishResult.Rejected("slow", 0));

        assertLaw(quick, "2 = 2 ready");
        assertLaw(slow, "2 = 2 ready");
        assertThat(orders().rejected()).isEqualTo(1);
    }

    @Test
    default void publisherThatCannotWait_isRefused_beforeAnythingHappens() {
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            var quick = broker().subscribe(ORDERS);
            broker().createSubscription(ORDERS, SLOW);
            publish("1", "2");
            var thrown = new CompletableFuture<Throwable>();

            scheduler().schedule(tick(), () -> {
                try {
                    broker().publish(ORDERS, "3");
                } catch (InterruptedException | RuntimeException e) {
                    thrown.complete(e);
                }
            });
            sleepFor(ticks(2));

            assertThat(thrown).isCompletedWithValueMatching(IllegalStateException.class::isInstance);
            assertLaw(quick, "2 = 2 ready");
        });
    }

    // ---- interruption ----

    @Test
    default void interruptedPublisher_leavesTheMessage_whereItWas() {
        var slow = slow();
        run(() -> {
            var quick = broker().subscribe(ORDERS);
            publish("1", "2");
            var publisher = startWaiting("3");

            publisher.interrupt();

            assertThat(publisher.thrown()).isInstanceOf(InterruptedException.class);
            assertThat(drain(quick)).containsExactly("1", "2", "3");
            assertThat(drain(slow)).containsExactly("1", "2");
            assertThat(orders().accepted())
                    .as("given to at least one subscription")
                    .isEqualTo(3);
        });
    }

    @Test
    default void interruptedPublisher_givesItsPlaceToTheNext() {
        var slow = full();
        run(() -> {
            var first = startWaiting("3");
            var second = startWaiting("4");
            first.interrupt();
            first.thrown();

            next(slow).ack();

            assertThat(second.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(drain(slow)).containsExactly("2", "4");
        });
    }

    /**
     * A publisher with a sequence waits for space, is interrupted and starts again. Its message was nowhere, but its
     * number was remembered: the second try was a duplicate of nothing, and the message was lost.
     */
    @Test
    default void interruptedPublication_mayBeTriedAgain_withItsSequence() {
        var slow = slow();
        run(() -> {
            var publisher = broker().publisher("shop", ORDERS);
            publisher.publish(1, "1");
            publisher.publish(2, "2");
            var interrupted = start("interrupted", () -> publisher.publish(3, "3"));
            settleDown();
            interrupted.interrupt();
            interrupted.thrown();
            next(slow).ack();

            assertThat(publisher.publish(3, "3")).isInstanceOf(PublishResult.Accepted.class);
            assertThat(drain(slow)).containsExactly("2", "3");
        });
    }

    /** The same with a publication that gave up after its time-out. */
    // ---- what counts ----

    @Test
    default void capacity_countsReadyMessagesOnly() {
        var slow = full();
        receiveAll(slow);
        publish("3", "4");
        next(slow).nack(ticks(100));

        assertThat(broker().tryPublish(ORDERS, "5")).isInstanceOf(PublishResult.Accepted.class);

        assertThat(broker().tryPublish(ORDERS, "6")).isInstanceOf(PublishResult.Rejected.class);
        assertLaw(slow, "5 = 2 ready + 1 delayed + 2 in flight");
    }

    @Test
    default void messagesThatComeBack_mayExceedTheCapacity_butNothingElse() {
        var slow = full();
        run(() -> {
            var inFlight = receiveAll(slow);
            publish("3", "4");
            var publisher = startWaiting("5");

            inFlight.forEach(delivery -> delivery.nack());

            assertLaw(slow, "4 = 4 ready");
            next(slow).ack();
            next(slow).ack();
            settleDown();
            assertThat(publisher.isDone()).isFalse();
            next(slow).ack();
            assertThat(publisher.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(drain(slow)).containsExactly("4", "5");
        });
    }

    @Test
    default void waitingConsumer_takesEverything_withoutAPublisherEverWaiting() {
        var slow = slow();
        run(() -> {
            var reader = start("reader", () -> {
                var payloads = new ArrayList<String>();
                while (payloads.size() < 100) {
                    var delivery = slow.receive();
                    payloads.add(delivery.payload());
                    delivery.ack();
                }
                return payloads;
            });

            for (int n = 0; n < 100; n++) {
                broker().publish(ORDERS, "" + n);
            }

            assertThat(reader.result()).hasSize(100).startsWith("0", "1", "2").endsWith("99");
            assertElapsed(ticks(0));
            assertLaw(slow, "100 = 100 settled");
        });
    }

    @Test
    default void deletedSubscription_letsItsPublishersGo() {
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            broker().createSubscription(ORDERS, SLOW);
            broker().createSubscription(ORDERS, Subscription.named("quick"));
            publish("1", "2");
            var publisher = startWaiting("3");

            broker().deleteSubscription(ORDERS, "slow");

            assertThat(publisher.result()).isEqualTo(new PublishResult.Accepted(3, 1));
        });
    }

    @Test
    default void publisher_mayWaitForSeveralQueues() {
        var slow = slow();
        run(() -> {
            var slower = broker().subscribe(ORDERS, Subscription.named("slower").capacity(1, Overflow.BLOCK));
            publish("1");
            var publisher = startWaiting("2");
            var other = startWaiting("3");
            assertLaw(slow, "2 = 2 ready");

            assertThat(next(slower).payload()).isEqualTo("1");
            assertThat(publisher.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(next(slower).payload()).isEqualTo("2");
            settleDown();
            assertThat(other.isDone()).isFalse();
            assertThat(next(slow).payload()).isEqualTo("1");
            assertThat(other.result()).isEqualTo(new PublishResult.Accepted(3, 2));
        });
    }
}

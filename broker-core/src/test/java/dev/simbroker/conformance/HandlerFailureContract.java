package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.simbroker.Attempt;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.MessageConsumer;
import dev.simbroker.MessageHandler;
import dev.simbroker.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a handler throws is told wherever somebody may look, and ends no handler. */
interface HandlerFailureContract extends BrokerKit {

    Subscription WORK = Subscription.named("work").atLeastOnce().deliveryLimit(2);

    /** An exception that a stranger has written. */
    final class Unspeakable extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }

    /** A handler of good messages, which notes them, and of bad ones. */
    private MessageConsumer<String> handlers(int concurrency, List<String> good, MessageHandler<String> bad) {
        return broker().consume(ORDERS, WORK.deadLetter(DEAD), concurrency, delivery -> {
            if (delivery.payload().startsWith("bad")) {
                bad.handle(delivery);
            } else {
                good.add(delivery.payload());
            }
        });
    }

    // ---- where it is told ----

    @Test
    default void aFailure_travelsWithTheAttempt_intoTheDeadLetter() {
        requires(Feature.HANDLERS, Feature.DEAD_LETTERS);
        run(() -> {
            var letters = broker().subscribe(DEAD);
            var work = handlers(1, new CopyOnWriteArrayList<>(), delivery -> {
                throw new IllegalArgumentException("no such order: " + delivery.attempt());
            });

            publish("bad");
            settleDown();

            DeadLetter letter = next(letters).payload();
            assertThat(letter.history()).extracting(Attempt::failure).allSatisfy(failure -> {
                assertThat(failure.orElseThrow().type()).isEqualTo("java.lang.IllegalArgumentException");
                assertThat(failure.orElseThrow().line().orElseThrow().getFileName())
                        .isEqualTo("HandlerFailureContract.java");
            });
            assertThat(letter.lastFailure().flatMap(HandlerFailure::message)).contains("no such order: 2");
            work.drain();
        });
    }

    @Test
    default void aReturnThatIsNoFailure_hasNone() {
        requires(Feature.HANDLERS, Feature.DEAD_LETTERS);
        run(() -> {
            var letters = broker().subscribe(DEAD);
            var work = handlers(1, new CopyOnWriteArrayList<>(), Delivery::nack);

            publish("bad");
            settleDown();

            assertThat(next(letters).payload().lastFailure()).isEmpty();
            work.drain();
        });
    }

    @Test
    default void anExceptionThatCannotBePrinted_doesNoHarm() {
        requires(Feature.HANDLERS, Feature.DEAD_LETTERS);
        run(() -> {
            var letters = broker().subscribe(DEAD);
            var good = new CopyOnWriteArrayList<String>();
            var work = handlers(1, good, delivery -> {
                throw new Unspeakable();
            });

            publish("bad", "good");
            settleDown();

            assertThat(next(letters).payload().lastFailure().orElseThrow().message())
                    .contains("its message failed with java.lang.IllegalStateException");
            assertThat(good).containsExactly("good");
            assertThat(scheduler().spi().report()).anyMatch(line -> line.contains("Unspeakable"));
            work.drain();
        });
    }

    /** The report of a failing test ends with it, whatever the test waited for. */
    @Test
    default void theReport_saysWhichHandlersThrew_whereAndWhatBecameOfTheMessages() {
        requires(Feature.HANDLERS, Feature.DEAD_LETTERS);
        run(() -> {
            assertThat(scheduler().spi().report()).isEmpty();
            var work = handlers(1, new CopyOnWriteArrayList<>(), delivery -> {
                throw new IllegalStateException("503");
            });

            publish("bad order");
            settleDown();

            assertThat(scheduler().spi().report().toString())
                    .contains("[messages of broker 'broker' that nobody has received and settled:")
                    .contains("topic 'dead': 1 that no subscription wanted")
                    .contains("subscription 'work' on 'orders': 1 dead-lettered (delivery limit)")
                    .contains("handlers that threw:")
                    .contains("the handler of subscription 'work' on topic 'orders' at attempt 1 of message 1 (bad"
                            + " order): java.lang.IllegalStateException: 503, at"
                            + " dev.simbroker.conformance.HandlerFailureContract.")
                    .contains("; it is delivered again")
                    .contains("; it is given up");
            work.drain();
        });
    }

    // ---- nothing ends a handler ----

    /** Thrown by a library, though nobody has interrupted anybody. */
    @Test
    default void anInterruptedException_failsTheAttempt_andTheHandlersGoOn() {
        requires(Feature.HANDLERS);
        run(() -> {
            var good = new CopyOnWriteArrayList<String>();
            var work = handlers(1, good, delivery -> {
                throw new InterruptedException("thrown by a library");
            });

            publish("bad 1", "good 1", "bad 2", "good 2");
            settleDown();

            assertThat(good).containsExactly("good 1", "good 2");
            assertThat(work.workers()).isEqualTo(1);
            assertLaw(work.subscriber(), "4 = 2 settled + 2 dead-lettered");
            work.drain();
        });
    }

    @Test
    default void onTheLiveClock_anError_failsTheAttempt_andTheHandlersGoOn() {
        requires(Feature.HANDLERS);
        assumeFalse(features().contains(Feature.TURNS));
        run(() -> {
            var good = new CopyOnWriteArrayList<String>();
            var work = handlers(3, good, delivery -> {
                throw new NoClassDefFoundError("on purpose");
            });

            publish("bad 1", "bad 2", "bad 3", "good 1", "bad 4", "good 2");
            settleDown();

            assertThat(good).containsExactlyInAnyOrder("good 1", "good 2");
            assertThat(work.workers()).isEqualTo(3);
            assertThat(figures("work").handlers()).isEqualTo(3);
            assertLaw(work.subscriber(), "6 = 2 settled + 4 dead-lettered");
            work.drain();
        });
    }

    /** As every style guide says. The message was not dealt with, so it must not count as done. */
    @Test
    default void onTheLiveClock_anInterruptStatusLeftSet_failsTheAttempt_andTheHandlersGoOn() {
        requires(Feature.HANDLERS);
        assumeFalse(features().contains(Feature.TURNS));
        run(() -> {
            var good = new CopyOnWriteArrayList<String>();
            var work = handlers(1, good, delivery -> Thread.currentThread().interrupt());

            publish("bad", "good");
            settleDown();

            assertThat(good).containsExactly("good");
            assertLaw(work.subscriber(), "2 = 1 settled + 1 dead-lettered");
            assertThat(scheduler().spi().report().toString()).contains("left the interrupt status of its thread set");
            work.drain();
        });
    }

    /** There it is a fault of the code under test, which would show somewhere else. */
    @Test
    default void inASimulation_anInterruptStatusLeftSet_endsTheRun() {
        requires(Feature.HANDLERS, Feature.TURNS);
        assertThatThrownBy(() -> run(() -> {
                    handlers(1, new CopyOnWriteArrayList<>(), delivery -> {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("wrapped");
                    });
                    publish("good", "bad");
                    settleDown();
                }))
                .hasStackTraceContaining(
                        "the handler of subscription 'work' on topic 'orders' left the interrupt status"
                                + " of its thread set at message 2")
                .hasStackTraceContaining("wrapped");
        assertThat(scheduler().spi().report().toString())
                .as("the line of the handler")
                .contains("or leave the status alone, at dev.simbroker.conformance.HandlerFailureContract.");

        assertLaw(figures("work"), "2 = 1 settled + 1 ready");
    }

    // ---- how many there are ----

    @Test
    default void handlersAreAlive_untilTheirConsumerEnds() {
        requires(Feature.HANDLERS);
        run(() -> {
            var two = handlers(2, new CopyOnWriteArrayList<>(), Delivery::ack);
            var three = handlers(3, new CopyOnWriteArrayList<>(), Delivery::ack);
            assertThat(figures("work").handlers()).isEqualTo(5);

            two.drain();

            assertThat(two.workers()).isZero();
            assertThat(three.workers()).isEqualTo(3);
            assertThat(figures("work").handlers()).isEqualTo(3);
            three.drain();
            assertThat(figures("work").handlers()).isZero();
        });
    }
}

package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.simbroker.Delivery;
import dev.simbroker.MessageConsumer;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Handlers that are closed finish or return what is in work, leave what waits, and lose nothing. */
interface HandlerCloseContract extends BrokerKit {

    Subscription LONG_WORK = Subscription.named("work").atLeastOnce();

    /** Handlers that take that many ticks, and note what they finished and what was interrupted. */
    private MessageConsumer<String> handlers(int concurrency, int ticks, List<String> log) {
        return broker().consume(ORDERS, LONG_WORK, concurrency, delivery -> {
            try {
                sleepFor(ticks(ticks));
                log.add(delivery.payload());
            } catch (InterruptedException e) {
                log.add(delivery.payload() + " interrupted");
                throw e;
            }
        });
    }

    @Test
    default void drain_letsHandlersFinish_andLeavesTheRest() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = handlers(2, 3, log);
            publish(5);
            sleepFor(tick());

            work.drain();

            assertElapsed(ticks(3));
            assertThat(log).containsExactlyInAnyOrder("1", "2");
            assertLaw(work.subscriber(), "5 = 2 settled + 3 ready");
            assertThat(broker().subscribers()).isEmpty();
            assertThatThrownBy(() -> work.subscriber().tryReceive()).isInstanceOf(SubscriptionClosedException.class);
            assertThat(drain(broker().subscribe(ORDERS, LONG_WORK))).containsExactly("3", "4", "5");
        });
    }

    @Test
    default void drain_endsHandlersThatWait_atOnce() {
        requires(Feature.HANDLERS);
        run(() -> {
            var work = handlers(3, 1, new CopyOnWriteArrayList<>());
            settleDown();
            var before = elapsed();

            work.drain();
            work.drain();

            assertDuration(elapsed(), before);
        });
    }

    @Test
    default void whileDraining_newMessagesWaitForOthers() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = handlers(2, 3, log);
            publish("1");
            settleDown();
            var closing = spawn("drains", work::drain);
            settleDown();

            publish("2");
            closing.join();

            assertThat(log).containsExactly("1");
            assertLaw(work.subscriber(), "2 = 1 settled + 1 ready");
        });
    }

    @Test
    default void drainWithGrace_returnsWhatIsNotFinished() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = handlers(1, 10, log);
            publish(1);
            sleepFor(tick());

            work.drain(ticks(2));

            assertElapsed(ticks(3));
            assertLaw(work.subscriber(), "1 = 1 ready");
            assertThat(figures("work").redelivered(RedeliveryCause.CLOSED)).isEqualTo(1);
            settleDown();
            assertThat(log).containsExactly("1 interrupted");
            assertThat(next(broker().subscribe(ORDERS, LONG_WORK)).attempt()).isEqualTo(2);
        });
    }

    @Test
    default void drainWithGrace_returnsAsSoonAsAllIsFinished() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = handlers(2, 3, log);
            publish(2);
            sleepFor(tick());

            work.drain(ticks(100));

            assertElapsed(ticks(3));
            assertLaw(work.subscriber(), "2 = 2 settled");
        });
    }

    @Test
    default void drainWithoutAnyGrace_returnsWhatIsInWork_atOnce() {
        requires(Feature.HANDLERS);
        run(() -> {
            var work = handlers(1, 3, new CopyOnWriteArrayList<>());
            publish(2);
            sleepFor(tick());

            work.drain(ticks(0));

            assertElapsed(tick());
            assertLaw(work.subscriber(), "2 = 2 ready");
        });
    }

    @Test
    default void closeFromOutside_whereWaitingIsImpossible_returnsWhatIsInWork() throws InterruptedException {
        requires(Feature.HANDLERS);
        assumeFalse(scheduler().spi().canWait());
        var log = new CopyOnWriteArrayList<String>();
        var work = handlers(1, 10, log);
        run(() -> {
            publish(2);
            sleepFor(tick());
        });

        work.close();

        assertLaw(work.subscriber(), "2 = 2 ready");
        run(this::settleDown);
        assertThat(log).containsExactly("1 interrupted");
    }

    @Test
    default void drainFromOutside_whereWaitingIsImpossible_isRefused_andChangesNothing() throws InterruptedException {
        requires(Feature.HANDLERS);
        assumeFalse(scheduler().spi().canWait());
        var log = new CopyOnWriteArrayList<String>();
        var work = handlers(1, 2, log);
        run(() -> {
            publish(1);
            sleepFor(tick());
        });

        assertThatIllegalStateException().isThrownBy(work::drain);
        assertThatIllegalStateException().isThrownBy(() -> work.drain(ticks(100)));

        run(() -> sleepFor(ticks(2)));
        assertThat(log).containsExactly("1");
        assertLaw(work.subscriber(), "1 = 1 settled");
    }

    @Test
    default void close_returnsWhatIsInWork_atOnce_andInterruptsItsHandlers() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = handlers(2, 3, log);
            publish(3);
            sleepFor(tick());

            work.close();
            work.close();

            assertElapsed(tick());
            assertLaw(work.subscriber(), "3 = 3 ready");
            assertThat(figures("work").redelivered(RedeliveryCause.CLOSED)).isEqualTo(2);
            settleDown();
            assertThat(log).containsExactlyInAnyOrder("1 interrupted", "2 interrupted");
            assertThat(broker().subscribers()).isEmpty();
        });
    }

    @Test
    default void close_whileAnotherDrains_endsTheDrain() {
        requires(Feature.HANDLERS);
        run(() -> {
            var work = handlers(1, 100, new CopyOnWriteArrayList<>());
            publish(1);
            sleepFor(tick());
            var draining = spawn("drains", work::drain);
            sleepFor(tick());

            work.close();
            draining.join();

            assertElapsed(ticks(2));
            assertLaw(work.subscriber(), "1 = 1 ready");
        });
    }

    @Test
    default void anInterruptedDrain_canBeDoneAgain() {
        requires(Feature.HANDLERS);
        run(() -> {
            var work = handlers(1, 5, new CopyOnWriteArrayList<>());
            publish(2);
            settleDown();
            var closing = spawn("drains", work::drain);
            sleepFor(tick());
            closing.interrupt();
            closing.join();
            assertLaw(work.subscriber(), "2 = 1 ready + 1 in flight");

            work.drain();

            assertElapsed(ticks(5));
            assertLaw(work.subscriber(), "2 = 1 settled + 1 ready");
        });
    }

    // ---- drained by a handler ----

    /** Handlers that drain their consumer at the first message, once all of them have one. */
    private MessageConsumer<String> selfDraining(int concurrency, List<String> log) {
        var self = new AtomicReference<MessageConsumer<String>>();
        var work = broker().consume(ORDERS, LONG_WORK, concurrency, delivery -> {
            sleepFor(tick());
            self.get().drain();
            log.add(delivery.payload() + " drained at " + elapsed().dividedBy(tick()));
            sleepFor(tick());
            log.add(delivery.payload() + " done");
        });
        self.set(work);
        return work;
    }

    @Test
    default void aHandlerThatCloses_finishesItsOwnMessage_andReturnsTheOthers() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var self = new AtomicReference<MessageConsumer<String>>();
            var work = broker().consume(ORDERS, LONG_WORK, 2, delivery -> {
                if (delivery.payload().equals("1")) {
                    sleepFor(tick()); // until the other one has its message
                    self.get().close();
                } else {
                    sleepFor(ticks(100));
                }
                log.add(delivery.payload());
            });
            self.set(work);
            settleDown();
            publish(2);

            sleepFor(ticks(3));

            assertThat(log).containsExactly("1");
            assertLaw(work.subscriber(), "2 = 1 settled + 1 ready");
        });
    }

    /** It used to take the message away from the very handler that closed, so that it was handled twice. */
    @Test
    default void aHandlerThatDrains_finishesItsOwnMessage() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = selfDraining(1, log);
            publish(2);

            sleepFor(ticks(3));

            assertTimed(log, "1 drained at 1", "1 done");
            assertLaw(work.subscriber(), "2 = 1 settled + 1 ready");
            assertThat(broker().subscribers()).isEmpty();
        });
    }

    /** Each waited for the other. */
    @Test
    default void handlersThatDrainAtTheSameTime_doNotWaitForEachOther() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var work = selfDraining(3, log);
            publish(4);

            sleepFor(ticks(5));

            assertThat(log).hasSize(6).contains("1 done", "2 done", "3 done");
            assertLaw(work.subscriber(), "4 = 3 settled + 1 ready");
        });
    }

    @Test
    default void aHandlerThatDrains_waitsForTheOthers() {
        requires(Feature.HANDLERS);
        run(() -> {
            var log = new CopyOnWriteArrayList<String>();
            var self = new AtomicReference<MessageConsumer<String>>();
            var work = broker().consume(ORDERS, LONG_WORK, 2, delivery -> {
                if (delivery.payload().equals("1")) {
                    sleepFor(tick()); // until the other one has its message
                    self.get().drain();
                } else {
                    sleepFor(ticks(3));
                }
                log.add(delivery.payload() + " at " + elapsed().dividedBy(tick()));
            });
            self.set(work);
            settleDown();
            publish(2);

            sleepFor(ticks(4));

            assertTimed(log, "2 at 3", "1 at 3");
            assertLaw(work.subscriber(), "2 = 2 settled");
        });
    }

    @Test
    default void aHandlerThatDrainsWithGrace_returnsWhatTheOthersDoNotFinish_andFinishesItsOwn() {
        requires(Feature.HANDLERS);
        run(() -> {
            var self = new AtomicReference<MessageConsumer<String>>();
            var work = broker().consume(ORDERS, LONG_WORK, 2, delivery -> {
                if (delivery.payload().equals("1")) {
                    self.get().drain(tick());
                } else {
                    sleepFor(ticks(10));
                }
            });
            self.set(work);
            settleDown();
            publish(2);

            sleepFor(ticks(2));

            assertLaw(work.subscriber(), "2 = 1 settled + 1 ready");
            assertThat(next(broker().subscribe(ORDERS, LONG_WORK)).payload()).isEqualTo("2");
        });
    }

    @Test
    default void aHandlerThatCloses_andThrows_returnsItsMessage() {
        requires(Feature.HANDLERS);
        run(() -> {
            var self = new AtomicReference<MessageConsumer<String>>();
            var work = broker().consume(ORDERS, LONG_WORK, 1, delivery -> {
                self.get().drain();
                throw new IllegalStateException("after all");
            });
            self.set(work);
            publish(1);

            settleDown();

            assertLaw(work.subscriber(), "1 = 1 ready");
            List<Delivery<String>> again = receiveAll(broker().subscribe(ORDERS, LONG_WORK));
            assertThat(again).extracting(Delivery::attempt).containsExactly(2);
        });
    }
}

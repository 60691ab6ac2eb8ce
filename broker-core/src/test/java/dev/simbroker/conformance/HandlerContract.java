package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.Backoff;
import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A handler's return acknowledges its message, and what it throws brings the message back. */
interface HandlerContract extends BrokerKit {

    Subscription WORK = Subscription.named("work").atLeastOnce();

    @Test
    default void aMessageIsAcknowledged_whenTheHandlerReturns() {
        requires(Feature.HANDLERS);
        run(() -> {
            var handled = new CopyOnWriteArrayList<String>();
            var work = broker().consume(ORDERS, WORK, 1, delivery -> {
                handled.add(delivery.payload());
                assertThat(delivery.statistics().inFlight()).isEqualTo(1);
            });

            publish(3);
            settleDown();

            assertThat(handled).containsExactly("1", "2", "3");
            assertLaw(work.subscriber(), "3 = 3 settled");
            assertThat(figures("work").acked()).isEqualTo(3);
            work.drain();
        });
    }

    @Test
    default void soManyMessagesAreHandledAtOnce() {
        requires(Feature.HANDLERS);
        run(() -> {
            var now = new AtomicInteger();
            var most = new AtomicInteger();
            var work = broker().consume(ORDERS, WORK, 3, delivery -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                sleepFor(ticks(2));
                now.decrementAndGet();
            });
            publish(7);

            sleepFor(ticks(5));
            assertLaw(work.subscriber(), "7 = 6 settled + 1 in flight");
            work.drain();

            assertElapsed(ticks(6));
            assertThat(most).hasValue(3);
            assertLaw(work.subscriber(), "7 = 7 settled");
        });
    }

    @Test
    default void aMessageComesBack_whenTheHandlerThrows_afterTheBackoff() {
        requires(Feature.HANDLERS, Feature.BACKOFF);
        run(() -> {
            var attempts = new CopyOnWriteArrayList<String>();
            var work = broker().consume(ORDERS, WORK.backoff(Backoff.fixed(ticks(2))), 1, delivery -> {
                attempts.add(delivery.attempt() + " at " + elapsed().dividedBy(tick()));
                if (delivery.attempt() < 3) {
                    throw new IllegalStateException("not yet");
                }
            });

            publish(1);
            sleepFor(ticks(5));

            assertTimed(attempts, "1 at 0", "2 at 2", "3 at 4");
            assertLaw(work.subscriber(), "1 = 1 settled");
            assertThat(figures("work").nacked()).isEqualTo(2);
            work.drain();
        });
    }

    @Test
    default void aMessageThatAlwaysFails_goesToTheDeadLetters() {
        requires(Feature.HANDLERS, Feature.DEAD_LETTERS);
        run(() -> {
            var letters = broker().subscribe(DEAD);
            var work = broker().consume(ORDERS, WORK.deliveryLimit(3).deadLetter(DEAD), 2, delivery -> {
                throw new Exception("never");
            });

            publish(1);
            settleDown();

            DeadLetter letter = next(letters).payload();
            assertThat(letter.reason()).isEqualTo(RemovalReason.DELIVERY_LIMIT);
            assertThat(letter.attempts()).isEqualTo(3);
            assertLaw(work.subscriber(), "1 = 1 dead-lettered");
            work.drain();
        });
    }

    @Test
    default void aFailure_doesNotDisturbOtherMessages() {
        requires(Feature.HANDLERS);
        run(() -> {
            var handled = new CopyOnWriteArrayList<String>();
            var work = broker().consume(ORDERS, WORK.deliveryLimit(1), 1, delivery -> {
                if (delivery.payload().equals("2")) {
                    throw new IllegalStateException("not this one");
                }
                handled.add(delivery.payload());
            });

            publish(3);
            settleDown();

            assertThat(handled).containsExactly("1", "3");
            assertLaw(work.subscriber(), "3 = 2 settled + 1 dropped");
            work.drain();
        });
    }

    @Test
    default void atMostOnce_whatFails_isGone() {
        requires(Feature.HANDLERS);
        run(() -> {
            var attempts = new AtomicInteger();
            var work = broker().consume(ORDERS, Subscription.named("work").atMostOnce(), 1, delivery -> {
                attempts.incrementAndGet();
                assertThat(delivery.statistics().inFlight()).isEqualTo(1);
                throw new IllegalStateException("no");
            });
            EventLog log = listen();

            publish(2);
            settleDown();

            assertThat(attempts).hasValue(2);
            assertLaw(work.subscriber(), "2 = 2 dropped");
            assertThat(figures("work").dropped(RemovalReason.HANDLER_FAILED)).isEqualTo(2);
            assertThat(log.events("dropped"))
                    .containsExactly("dropped 1 HANDLER_FAILED of work", "dropped 2 HANDLER_FAILED of work");
            work.drain();
        });
    }

    // ---- handlers that settle ----

    @Test
    default void aHandlerMaySettleItself_andWhatItDidStands() {
        requires(Feature.HANDLERS, Feature.DEAD_LETTERS);
        run(() -> {
            var handled = new CopyOnWriteArrayList<String>();
            var work = broker().consume(ORDERS, WORK.deadLetter(DEAD), 1, delivery -> {
                handled.add(delivery.payload() + "/" + delivery.attempt());
                settle(delivery);
            });

            publish("ack", "reject", "nack", "ack and throw");
            sleepFor(ticks(3));

            assertThat(handled).containsExactly("ack/1", "reject/1", "nack/1", "ack and throw/1", "nack/2");
            assertLaw(work.subscriber(), "4 = 3 settled + 1 dead-lettered");
            assertThat(figures("work").acked()).isEqualTo(3);
            work.drain();
        });
    }

    private void settle(Delivery<String> delivery) {
        switch (delivery.payload()) {
            case "ack" -> delivery.ack();
            case "reject" -> delivery.reject();
            case "nack" -> {
                if (delivery.attempt() == 1) {
                    delivery.nack(ticks(2));
                }
            }
            default -> {
                delivery.ack();
                throw new IllegalStateException("too late");
            }
        }
    }

    @Test
    default void aHandlerThatTakesTooLong_finishesInVain() {
        requires(Feature.HANDLERS);
        run(() -> {
            var attempts = new CopyOnWriteArrayList<Integer>();
            var work = broker().consume(ORDERS, WORK.atLeastOnce(ticks(3)), 1, delivery -> {
                attempts.add(delivery.attempt());
                sleepFor(delivery.attempt() == 1 ? ticks(5) : ticks(1));
            });

            publish(1);
            sleepFor(ticks(4));
            assertLaw(work.subscriber(), "1 = 1 ready");
            sleepFor(ticks(3));

            assertThat(attempts).containsExactly(1, 2);
            assertLaw(work.subscriber(), "1 = 1 settled");
            work.drain();
        });
    }

    // ---- the rest ----

    /** A test should see an assertion that fails in a handler at once. */
    @Test
    default void anErrorInASimulation_endsTheRun_andTheMessageComesBack() {
        requires(Feature.HANDLERS, Feature.TURNS);
        assertThatThrownBy(() -> run(() -> {
                    broker().consume(ORDERS, WORK, 1, delivery -> {
                        throw new AssertionError("boom");
                    });
                    publish(1);
                    sleepFor(ticks(1));
                }))
                .hasRootCauseMessage("boom");

        assertLaw(figures("work"), "1 = 1 ready");
    }

    @Test
    default void handlersAndOtherMembers_shareTheMessages() {
        requires(Feature.HANDLERS);
        run(() -> {
            var handled = new CopyOnWriteArrayList<String>();
            var work = broker().consume(ORDERS, WORK, 1, delivery -> {
                handled.add(delivery.payload());
                sleepFor(tick());
            });
            var member = broker().subscribe(ORDERS, WORK);
            settleDown();

            publish(3);
            settleDown();

            assertThat(handled).containsExactly("1");
            assertThat(drain(member)).containsExactly("2", "3");
            work.drain();
        });
    }

    @Test
    default void listenersAreTold_howLongHandlersTook_andHowTheyEnded() {
        requires(Feature.HANDLERS);
        run(() -> {
            var handled = new CopyOnWriteArrayList<String>();
            List<Duration> times = new CopyOnWriteArrayList<>();
            broker().addListener(new BrokerListener() {
                @Override
                public void handled(Delivery<?> delivery, Duration time, @Nullable HandlerFailure failure) {
                    handled.add(
                            failure == null ? "succeeded" : failure.message().orElseThrow());
                    times.add(time);
                }
            });
            var work = broker().consume(ORDERS, WORK.deliveryLimit(1), 1, delivery -> {
                sleepFor(ticks(2));
                if (delivery.payload().equals("2")) {
                    throw new IllegalStateException("not this one");
                }
            });

            publish(2);
            sleepFor(ticks(5));

            assertThat(handled).containsExactly("succeeded", "not this one");
            times.forEach(time -> assertDuration(time, ticks(2)));
            work.drain();
        });
    }

    @Test
    default void noHandlers_areRefused() {
        requires(Feature.HANDLERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker().consume(ORDERS, WORK, 0, Delivery::ack))
                .withMessage("the concurrency of the handlers of subscription 'work' must be from 1 to 10000: 0");
        assertThat(broker().subscriptions()).isEmpty();
    }

    /** It would take all memory before anybody noticed. */
    @Test
    default void moreHandlersThanAnyMachineHasWorkFor_areRefused() {
        requires(Feature.HANDLERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker().consume(ORDERS, WORK, 2_000_000_000, Delivery::ack))
                .withMessage(
                        "the concurrency of the handlers of subscription 'work' must be from 1 to 10000: 2000000000");
        assertThat(broker().subscriptions()).isEmpty();
    }

    /** The other way round than with receive: what a handler fails at would be lost without a word. */
    @Test
    default void withoutAWordOfIt_handlersConsumeAtLeastOnce() {
        requires(Feature.HANDLERS);
        run(() -> {
            var attempts = new CopyOnWriteArrayList<Integer>();
            var work = broker().consume(ORDERS, Subscription.named("work"), 1, delivery -> {
                attempts.add(delivery.attempt());
                if (delivery.attempt() == 1) {
                    throw new IllegalStateException("no");
                }
            });

            publish(1);
            settleDown();

            assertThat(attempts).containsExactly(1, 2);
            assertLaw(work.subscriber(), "1 = 1 settled");
            work.drain();
        });
    }
}

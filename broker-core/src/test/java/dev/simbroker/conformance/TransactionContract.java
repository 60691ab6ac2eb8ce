package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.Delivery;
import dev.simbroker.Filter;
import dev.simbroker.Publication;
import dev.simbroker.Settlement;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Transaction;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.time.ProcessBody;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transaction publishes and acknowledges as one, or does nothing. */
interface TransactionContract extends BrokerKit {

    default Subscriber<String> ledger() {
        requires(Feature.TRANSACTIONS);
        return broker().subscribe(ORDERS, Subscription.named("ledger").exactlyOnce(ticks(30)));
    }

    // ---- all of it ----

    @Test
    default void transaction_publishesAndAcknowledges_whenItsBodyHasEnded() {
        var ledger = ledger();
        run(() -> {
            var users = broker().subscribe(USERS);
            publish("1");
            var order = next(ledger);

            broker().transaction(transaction -> {
                transaction.publish(USERS, "a");
                transaction.ack(order);
                transaction.publish(Publication.of(USERS, "b").key("k"));
                sleepFor(ticks(5));
                assertLaw(users, "0");
                assertLaw(ledger, "1 = 1 in flight");
            });

            assertThat(drain(users)).containsExactly("a", "b");
            assertLaw(ledger, "1 = 1 settled");
            assertThat(figures(ledger).acked()).isEqualTo(1);
            assertThat(order.ack()).isEqualTo(new Settlement.AlreadySettled());
        });
    }

    @Test
    default void transaction_mayAcknowledgeSeveral_andOneOfThemTwice() {
        var ledger = ledger();
        run(() -> {
            publish(3);
            var orders = receiveAll(ledger);

            broker().transaction(transaction -> {
                orders.forEach(transaction::ack);
                transaction.ack(orders.getFirst());
            });

            assertLaw(ledger, "3 = 3 settled");
            assertThat(figures(ledger).acked()).isEqualTo(3);
        });
    }

    @Test
    default void emptyTransaction_doesNothing() {
        var ledger = ledger();
        run(() -> {
            broker().transaction(transaction -> {});
            assertLaw(ledger, "0");
        });
    }

    @Test
    default void duplicateInATransaction_doesNotAbortIt() {
        var ledger = ledger();
        requires(Feature.EXACTLY_ONCE);
        run(() -> {
            var users = broker().subscribe(USERS);
            broker().publish(Publication.of(USERS, "a").deduplicationId("a"));
            publish("1");
            var order = next(ledger);

            broker().transaction(transaction -> {
                transaction.publish(Publication.of(USERS, "a").deduplicationId("a"));
                transaction.publish(Publication.of(USERS, "b").deduplicationId("b"));
                transaction.publish(Publication.of(USERS, "b").deduplicationId("b"));
                transaction.ack(order);
            });

            assertThat(drain(users)).containsExactly("a", "b");
            assertLaw(ledger, "1 = 1 settled");
        });
    }

    // ---- nothing of it ----

    /**
     * Publishes to the users and acknowledges {@code order} as one; {@code last} is what happens before that is
     * committed.
     */
    default boolean commit(Delivery<String> order, ProcessBody last) throws Exception {
        broker().<Exception>transaction(transaction -> {
            transaction.publish(USERS, "a");
            transaction.ack(order);
            last.run();
        });
        return true;
    }

    default void assertNothingHasHappened(Subscriber<String> users, Subscriber<String> ledger) {
        assertLaw(users, "0");
        assertLaw(ledger, "1 = 1 in flight");
    }

    @Test
    default void bodyThatThrows_hasDoneNothing_andItsDeliveriesStayInFlight() {
        var ledger = ledger();
        run(() -> {
            var users = broker().subscribe(USERS);
            publish("1");
            var order = next(ledger);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> commit(order, () -> {
                        throw new IOException("the disk is full");
                    }))
                    .withMessage("the disk is full");

            assertNothingHasHappened(users, ledger);
            assertThat(order.ack()).isEqualTo(new Settlement.Done());
        });
    }

    /** A filter that threw an error at a delayed publication came when half of the transaction had happened. */
    @Test
    default void filterThatThrowsAnything_atAnyPublication_hasDoneNothing() {
        var ledger = ledger();
        requires(Feature.FILTERS, Feature.DELAY);
        run(() -> {
            var users = broker().subscribe(USERS);
            broker().createSubscription(USERS, Subscription.named("picky").filter(Filter.of("picky", message -> {
                throw new AssertionError("in a filter");
            })));
            publish("1");
            var order = next(ledger);

            for (Duration delay : List.of(Duration.ZERO, tick())) {
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() -> broker().transaction(transaction -> {
                            transaction.ack(order);
                            transaction.publish(ORDERS, "2");
                            transaction.publish(Publication.of(USERS, "a").delay(delay));
                        }))
                        .withMessage("in a filter");
            }

            assertNothingHasHappened(users, ledger);
            assertThat(order.ack()).isEqualTo(new Settlement.Done());
        });
    }

    @Test
    default void filter_isAskedOnceForEachPublication_whichGoesWhereItSaid() {
        var ledger = ledger();
        requires(Feature.FILTERS);
        run(() -> {
            var asked = new ArrayList<String>();
            var everySecond = broker().subscribe(
                            USERS, Subscription.named("every second").filter(Filter.of("every second", message -> {
                                asked.add((String) message.payload());
                                return asked.size() % 2 == 0;
                            })));
            publish("1");
            var order = next(ledger);

            broker().transaction(transaction -> {
                transaction.ack(order);
                transaction.publish(USERS, "a");
                transaction.publish(USERS, "b");
            });

            assertThat(asked).containsExactly("a", "b");
            assertThat(drain(everySecond)).containsExactly("b");
        });
    }

    @Test
    default void interruptedBody_hasDoneNothing() {
        var ledger = ledger();
        run(() -> {
            var users = broker().subscribe(USERS);
            publish("1");
            var order = next(ledger);
            var worker = start("worker", () -> commit(order, () -> sleepFor(ticks(5))));
            sleepFor(tick());

            worker.interrupt();

            assertThat(worker.thrown()).isInstanceOf(InterruptedException.class);
            assertNothingHasHappened(users, ledger);
        });
    }

    @Test
    default void interruptJustBeforeTheCommit_hasDoneNothing() {
        var ledger = ledger();
        run(() -> {
            var users = broker().subscribe(USERS);
            publish("1");
            var order = next(ledger);

            var worker = start(
                    "worker", () -> commit(order, () -> Thread.currentThread().interrupt()));

            assertThat(worker.thrown()).isInstanceOf(InterruptedException.class);
            assertNothingHasHappened(users, ledger);
        });
    }

    @Test
    default void deliveryThatCameBackMeanwhile_abortsTheTransaction() {
        var ledger = ledger();
        run(() -> {
            var users = broker().subscribe(USERS);
            publish("1", "2");
            var lapsing = next(ledger);
            sleepFor(ticks(10));
            var other = next(ledger);

            assertThatExceptionOfType(TransactionAbortedException.class)
                    .isThrownBy(() -> broker().transaction(transaction -> {
                        transaction.ack(other);
                        transaction.ack(lapsing);
                        transaction.publish(USERS, "a");
                        sleepFor(ticks(25));
                    }))
                    .withMessageContainingAll(
                            "message 1 on topic 'orders'", "LEASE_EXPIRED", "nothing of it has happened");

            assertLaw(users, "0");
            assertLaw(ledger, "2 = 1 ready + 1 in flight");
            assertThat(other.ack().isDone()).isTrue();
        });
    }

    @Test
    default void deliveryOfACrashedSubscriber_abortsTheTransaction() {
        var ledger = ledger();
        run(() -> {
            var users = broker().subscribe(USERS);
            publish("1");
            var order = next(ledger);

            assertThatExceptionOfType(TransactionAbortedException.class)
                    .isThrownBy(() -> commit(order, ledger::crash))
                    .withMessageContaining("CRASHED");

            assertLaw(users, "0");
            assertLaw(ledger, "1 = 1 ready");
        });
    }

    // ---- misuse ----

    @Test
    default void transaction_isOver_afterItsBody() {
        var ledger = ledger();
        run(() -> {
            publish("1");
            var order = next(ledger);
            var kept = new ArrayList<Transaction>();
            broker().transaction(kept::add);

            assertThatIllegalStateException()
                    .isThrownBy(() -> kept.getFirst().publish(USERS, "a"))
                    .withMessage("the transaction is over: use it within its body only");
            assertThatIllegalStateException().isThrownBy(() -> kept.getFirst().ack(order));
        });
    }

    @Test
    default void deliveryOfAnotherBroker_isRefused() {
        requires(Feature.TRANSACTIONS);
        try (var other = brokerRemembering(ticks(10), 10)) {
            run(() -> {
                var foreign =
                        other.subscribe(ORDERS, Subscription.named("foreign").atLeastOnce());
                other.publish(ORDERS, "1");
                var order = next(foreign);

                assertThatIllegalArgumentException()
                        .isThrownBy(() -> broker().transaction(transaction -> transaction.ack(order)));
                assertLaw(foreign, "1 = 1 in flight");
            });
        }
    }

    @Test
    default void brokerThatIsClosed_commitsNothing() {
        requires(Feature.TRANSACTIONS);
        run(() -> {
            broker().subscribe(USERS);

            assertThatIllegalStateException()
                    .isThrownBy(() -> broker().transaction(transaction -> {
                        transaction.publish(USERS, "a");
                        broker().close();
                    }));
            assertThatIllegalStateException().isThrownBy(() -> broker().transaction(transaction -> {}));
        });
    }
}

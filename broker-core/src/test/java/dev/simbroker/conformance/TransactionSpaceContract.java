package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.Delivery;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.TransactionAbortedException;
import org.junit.jupiter.api.Test;

/** A transaction that publishes to a full queue waits, is aborted or loses what the queue drops, as one. */
interface TransactionSpaceContract extends BrokerKit {

    default Subscriber<String> inputs() {
        requires(Feature.TRANSACTIONS);
        return broker().subscribe(ORDERS, Subscription.named("ledger").exactlyOnce(ticks(30)));
    }

    private Subscriber<String> users(Overflow overflow) {
        return broker().subscribe(
                        USERS, Subscription.named("users").atLeastOnce().capacity(2, overflow));
    }

    private void fill() {
        broker().tryPublish(USERS, "u1");
        broker().tryPublish(USERS, "u2");
    }

    /** A transaction that acknowledges the order and publishes users. */
    private boolean commit(Delivery<String> order, String... users) throws InterruptedException {
        broker().transaction(transaction -> {
            transaction.ack(order);
            for (String user : users) {
                transaction.publish(USERS, user);
            }
        });
        return true;
    }

    private boolean commitUsers(String... users) throws InterruptedException {
        broker().transaction(transaction -> {
            for (String user : users) {
                transaction.publish(USERS, user);
            }
        });
        return true;
    }

    @Test
    default void transaction_waitsForSpace_andThenHappensAsOne() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            fill();
            var quick = broker().subscribe(USERS, Subscription.named("quick"));
            publish("1");
            var order = next(ledger);
            var worker = start("worker", () -> commit(order, "a", "b"));
            sleepFor(tick());
            next(users).ack();
            settleDown();
            assertThat(worker.isDone()).as("there is space for one of two").isFalse();
            assertLaw(quick, "0");
            assertLaw(ledger, "1 = 1 in flight");

            next(users).ack();

            worker.result();
            assertThat(drain(users)).containsExactly("a", "b");
            assertThat(drain(quick)).containsExactly("a", "b");
            assertLaw(ledger, "1 = 1 settled");
        });
    }

    @Test
    default void leaseThatLapses_whileTheTransactionWaitsForSpace_abortsIt() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            fill();
            publish("1");
            var order = next(ledger);
            var worker = start("worker", () -> commit(order, "a"));
            sleepFor(ticks(31));

            next(users).ack();

            assertThat(worker.thrown()).isInstanceOf(TransactionAbortedException.class);
            assertThat(drain(users)).containsExactly("u2");
            assertLaw(ledger, "1 = 1 ready");
        });
    }

    /**
     * A publisher waited behind a transaction that needed more space than there was; when this one left, nobody told
     * it.
     */
    @Test
    default void interruptedTransaction_givesItsPlace_toThosePublishersForWhomThereIsSpace() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            broker().tryPublish(USERS, "u1");
            var worker = start("worker", () -> {
                broker().transaction(transaction -> {
                    transaction.publish(USERS, "a");
                    transaction.publish(USERS, "b");
                });
                return true;
            });
            settleDown();
            var publisher = start("publisher", () -> broker().publish(USERS, "c"));
            settleDown();

            worker.interrupt();

            assertThat(worker.thrown()).isInstanceOf(InterruptedException.class);
            assertThat(publisher.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(drain(users)).containsExactly("u1", "c");
        });
    }

    /** Publishers that need one place each took every one, and a transaction that needed two never had them. */
    @Test
    default void transactionThatIsFirstInLine_keepsThePlaces_untilAllOfThemAreThere() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            fill();
            var worker = start("worker", () -> commitUsers("a", "b"));
            settleDown();
            var publisher = start("publisher", () -> broker().publish(USERS, "c"));
            settleDown();

            next(users).ack();
            settleDown();
            assertThat(worker.isDone() || publisher.isDone()).isFalse();
            assertThat(broker().tryPublish(USERS, "d")).isEqualTo(new PublishResult.Rejected("users", 0));
            next(users).ack();

            worker.result();
            assertThat(publisher.isDone()).isFalse();
            assertThat(drain(users)).containsExactly("a", "b", "c");
            publisher.result();
        });
    }

    @Test
    default void transactionsThatNeedTheSameTwoQueues_doNotKeepThemFromEachOther() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            var orders = broker().subscribe(
                            ORDERS, Subscription.named("orders").atLeastOnce().capacity(2, Overflow.BLOCK));
            fill();
            publish("1", "2");
            var there = start("there", () -> {
                broker().transaction(transaction -> {
                    transaction.publish(USERS, "a");
                    transaction.publish(ORDERS, "a");
                });
                return true;
            });
            var back = start("back", () -> {
                broker().transaction(transaction -> {
                    transaction.publish(ORDERS, "b");
                    transaction.publish(USERS, "b");
                });
                return true;
            });
            settleDown();

            next(users).ack();
            next(orders).ack();
            next(orders).ack();
            next(users).ack();

            there.result();
            back.result();
            assertThat(drain(users)).containsExactlyInAnyOrder("a", "b");
            assertThat(drain(orders)).containsExactlyInAnyOrder("a", "b");
        });
    }

    @Test
    default void transactionThatGivesUp_leavesThePlacesThatItHad_toThoseBehind() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            broker().subscribe(
                            ORDERS, Subscription.named("orders").atLeastOnce().capacity(1, Overflow.BLOCK));
            publish("1");
            var worker = start("worker", () -> {
                broker().transaction(transaction -> {
                    transaction.publish(USERS, "a");
                    transaction.publish(USERS, "b");
                    transaction.publish(ORDERS, "2");
                });
                return true;
            });
            settleDown();
            var publisher = start("publisher", () -> broker().publish(USERS, "c"));
            settleDown();
            assertThat(publisher.isDone()).as("both places are kept").isFalse();

            worker.interrupt();

            assertThat(worker.thrown()).isInstanceOf(InterruptedException.class);
            assertThat(publisher.result()).isInstanceOf(PublishResult.Accepted.class);
            assertThat(drain(users)).containsExactly("c");
        });
    }

    @Test
    default void transactionThatWaitsForSpace_isAborted_whenItsLeaseEnds() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            users(Overflow.BLOCK);
            fill();
            publish("1");
            var order = next(ledger);

            var worker = start("worker", () -> commit(order, "a"));

            assertThat(worker.thrown()).isInstanceOf(TransactionAbortedException.class);
            worker.assertEnded(ticks(30));
        });
    }

    @Test
    default void transactionThatWaitsForSpace_isAborted_whenItsDeliveryIsReturned() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            users(Overflow.BLOCK);
            fill();
            publish("1");
            var order = next(ledger);
            var worker = start("worker", () -> commit(order, "a"));
            settleDown();

            order.nack();

            assertThat(worker.thrown()).isInstanceOf(TransactionAbortedException.class);
            assertThat(elapsed()).isLessThan(ticks(5));
        });
    }

    @Test
    default void duplicatesInATransaction_needNoSpace() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK, Feature.EXACTLY_ONCE);
        run(() -> {
            var users = users(Overflow.BLOCK);
            var first = Publication.of(USERS, "a").deduplicationId("a");
            var second = Publication.of(USERS, "b").deduplicationId("b");
            broker().publish(first);

            broker().transaction(transaction -> {
                transaction.publish(first);
                transaction.publish(second);
                transaction.publish(second);
            });

            assertThat(drain(users)).containsExactly("a", "b");
        });
    }

    /** It was not among those that were asked first, but is there when the transaction happens. */
    @Test
    default void subscriptionThatIsMade_whileATransactionWaits_getsItsMessages() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            fill();
            var worker = start("worker", () -> commitUsers("a"));
            settleDown();

            var late = broker().subscribe(USERS, Subscription.named("late"));
            next(users).ack();

            worker.result();
            assertThat(drain(late)).containsExactly("a");
        });
    }

    @Test
    default void subscriptionThatIsDeleted_whileATransactionWaitsForIt_isWaitedForNoLonger() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            var quick = broker().subscribe(USERS, Subscription.named("quick"));
            users(Overflow.BLOCK);
            fill();
            drain(quick);
            var worker = start("worker", () -> commitUsers("a"));
            settleDown();

            broker().deleteSubscription(USERS, "users");

            worker.result();
            assertThat(drain(quick)).containsExactly("a");
        });
    }

    @Test
    default void closingTheBroker_endsTheWaitOfATransaction() {
        requires(Feature.TRANSACTIONS, Feature.OVERFLOW_BLOCK);
        run(() -> {
            users(Overflow.BLOCK);
            fill();
            var worker = start("worker", () -> commitUsers("a"));
            settleDown();

            broker().close();

            assertThat(worker.thrown())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is closed");
        });
    }

    @Test
    default void transactionThatCanNeverFit_isAbortedAtOnce() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_BLOCK);
        run(() -> {
            var users = users(Overflow.BLOCK);
            publish("1");
            var order = next(ledger);

            assertThatExceptionOfType(TransactionAbortedException.class)
                    .isThrownBy(() -> commit(order, "a", "b", "c"))
                    .withMessageContaining(
                            "subscription 'users' on topic 'users' has room for 2 messages, and it publishes 3");

            assertLaw(users, "0");
            assertLaw(ledger, "1 = 1 in flight");
        });
    }

    @Test
    default void subscriptionThatRejects_abortsTheTransaction() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_REJECT);
        run(() -> {
            var users = users(Overflow.REJECT);
            broker().tryPublish(USERS, "u1");
            publish("1");
            var order = next(ledger);

            assertThatExceptionOfType(TransactionAbortedException.class)
                    .isThrownBy(() -> commit(order, "a", "b"))
                    .withMessageContaining("subscription 'users' on topic 'users' is full and rejects");

            assertLaw(users, "1 = 1 ready");
            assertLaw(ledger, "1 = 1 in flight");
            commit(order, "a");
            assertLaw(users, "2 = 2 ready");
        });
    }

    @Test
    default void subscriptionThatDrops_dropsFromATransactionToo() {
        var ledger = inputs();
        requires(Feature.OVERFLOW_DROP);
        run(() -> {
            var users = users(Overflow.DROP_OLDEST);
            publish("1");

            commit(next(ledger), "a", "b", "c");

            assertThat(drain(users)).containsExactly("b", "c");
            assertLaw(ledger, "1 = 1 settled");
        });
    }
}

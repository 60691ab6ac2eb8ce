package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.Delivery;
import dev.simbroker.Overflow;
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

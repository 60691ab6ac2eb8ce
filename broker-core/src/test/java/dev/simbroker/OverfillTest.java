package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.BrokerFixture;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Dead letters, replayed and delayed messages have no publisher who could wait or be told, so they overfill a queue
 * that blocks or rejects. They did so without a trace.
 */
class OverfillTest extends BrokerFixture {

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "REJECT"})
    void deadLetters_comeInBeyondTheCapacity_andAreCounted(Overflow overflow) {
        var letters = broker.subscribe(DEAD, Subscription.named("letters").capacity(1, overflow));
        var work = broker.subscribe(
                ORDERS, Subscription.named("work").atLeastOnce().deadLetter(DEAD));
        publish("a", "b", "c");

        Stream.generate(work::tryReceive)
                .limit(3)
                .forEach(next -> next.orElseThrow().reject());

        assertThat(letters.statistics().ready()).isEqualTo(3);
        assertThat(letters.statistics().overfilled()).isEqualTo(2);
        assertThat(simulation.spi().report()).anyMatch(line -> line.contains("2 beyond the capacity, 3 ready"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "REJECT"})
    void replayedMessages_comeInBeyondTheCapacity_andAreCounted(Overflow overflow) {
        broker.retain(ORDERS, Retention.last(5));
        publish("a", "b", "c");

        var late = broker.subscribe(
                ORDERS, Subscription.named("late").capacity(2, overflow).fromEarliest());

        assertThat(late.statistics().overfilled()).isEqualTo(1);
        assertThat(received(late)).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "REJECT"})
    void delayedMessages_comeInBeyondTheCapacity_andAreCounted(Overflow overflow) {
        var work = broker.subscribe(ORDERS, Subscription.named("work").capacity(1, overflow));
        simulation.run(() -> {
            broker.publish(Publication.of(ORDERS, "later").delay(Duration.ofSeconds(5)));
            broker.publish(ORDERS, "now");
            simulation.sleep(Duration.ofSeconds(6));
        });

        assertThat(work.statistics().overfilled()).isEqualTo(1);
        assertThat(received(work)).containsExactly("now", "later");
    }

    /** It has places, which were kept for it. */
    @Test
    void transactionThatFits_overfillsNothing() {
        var work = broker.subscribe(ORDERS, Subscription.named("work").capacity(2, Overflow.BLOCK));
        simulation.run(() -> broker.transaction(transaction -> {
            transaction.publish(ORDERS, "a");
            transaction.publish(ORDERS, "b");
        }));

        assertThat(work.statistics().ready()).isEqualTo(2);
        assertThat(work.statistics().overfilled()).isZero();
    }

    /** Full dead-letter queues could send it round in a circle. */
    @ParameterizedTest
    @EnumSource(names = "DEAD_LETTER")
    void messageThatFindsTheQueueOfDeadLettersFull_too_isDropped_andTold(Overflow overflow) {
        var second = Topic.of("second", DeadLetter.class);
        var letters = broker.subscribe(
                DEAD, Subscription.named("letters").deadLetter(second).capacity(1, overflow));
        broker.createSubscription(second, Subscription.named("rest"));
        broker.createSubscription(
                ORDERS, Subscription.named("work").deadLetter(DEAD).capacity(1, overflow));

        publish("a", "b", "c");

        assertThat(letters.statistics().dropped(RemovalReason.QUEUE_FULL)).isEqualTo(1);
        assertThat(simulation.spi().report())
                .anyMatch(line -> line.contains("subscription 'letters' on 'dead': 1 dropped (queue full)"));
        assertThat(List.copyOf(broker.subscriptions())).hasSize(3);
    }
}

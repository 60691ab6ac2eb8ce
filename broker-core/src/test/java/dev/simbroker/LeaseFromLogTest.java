package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.BrokerFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A subscription that leases messages in its topic's log loses and doubles none, whatever happens to it meanwhile. */
class LeaseFromLogTest extends BrokerFixture {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Subscription LEASED =
            Subscription.named("leased").atLeastOnce(LEASE).backoff(Backoff.none());

    @Test
    void nackedMessage_comesBeforeThoseInTheLog() {
        var inventory = broker.subscribe(ORDERS, LEASED);
        publish("a", "b", "c");

        inventory.tryReceive().orElseThrow().nack();
        publish("d");

        assertThat(acked(inventory)).containsExactly("a", "b", "c", "d");
        assertCounts(inventory, 4, 5, 4, 0, 0);
        publish("e");
        assertThat(acked(inventory)).containsExactly("e");
        assertCounts(inventory, 5, 6, 5, 0, 0);
    }

    @Test
    void messageNackedWithADelay_comesWhenThatIsOver() {
        var inventory = broker.subscribe(ORDERS, LEASED);
        publish("a", "b", "c");

        inventory.tryReceive().orElseThrow().nack(Duration.ofSeconds(1));

        assertThat(acked(inventory)).containsExactly("b", "c");
        publish("d");
        simulation.runFor(Duration.ofSeconds(1));
        publish("e");
        assertThat(acked(inventory)).containsExactly("a", "d", "e");
        assertCounts(inventory, 5, 6, 5, 0, 0);
    }

    @Test
    void lapsedLease_bringsTheMessageBackBeforeThoseInTheLog() {
        var inventory = broker.subscribe(ORDERS, LEASED);
        publish("a", "b", "c");
        var late = inventory.tryReceive().orElseThrow();

        simulation.runFor(LEASE);

        assertThat(late.ack()).isInstanceOf(Settlement.Late.class);
        var again = inventory.tryReceive().orElseThrow();
        assertThat(again.payload()).isEqualTo("a");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.history()).hasSize(1);
        again.ack();
        assertThat(acked(inventory)).containsExactly("b", "c");
        assertCounts(inventory, 3, 4, 3, 0, 0);
    }

    @Test
    void crash_givesWhatWasOnLeaseAndWhatLiesInTheLogToTheOthers_inOrder() {
        var first = broker.subscribe(ORDERS, LEASED);
        var second = broker.subscribe(ORDERS, LEASED);
        publish("a", "b", "c", "d");
        first.tryReceive();
        var kept = second.tryReceive().orElseThrow();
        first.tryReceive();

        first.crash();

        assertCounts(second, 4, 3, 0, 3, 1);
        assertThat(acked(second)).containsExactly("a", "c", "d");
        kept.ack();
        assertCounts(second, 4, 6, 4, 0, 0);
    }

    @Test
    void messagesOnLease_areInFlight_andThoseInTheLogReady() {
        var inventory = broker.subscribe(ORDERS, LEASED);
        publish("a", "b", "c");

        var delivery = inventory.tryReceive().orElseThrow();

        assertCounts(inventory, 3, 1, 0, 2, 1);
        delivery.ack();
        assertCounts(inventory, 3, 1, 1, 2, 0);
        inventory.tryReceive().orElseThrow().reject();
        var figures = inventory.statistics();
        assertThat(figures.dropped(RemovalReason.REJECTED)).isEqualTo(1);
        assertCounts(inventory, 3, 2, 1, 1, 0);
    }

    @Test
    void deletedSubscription_dropsWhatItHasOnLeaseAndInTheLog() {
        var inventory = broker.subscribe(ORDERS, LEASED);
        publish("a", "b", "c");
        var delivery = inventory.tryReceive().orElseThrow();
        var figures = inventory.statistics();

        broker.deleteSubscription(ORDERS, LEASED.name());

        assertThat(figures.dropped(RemovalReason.DELETED)).isEqualTo(3);
        assertThat(figures.ready() + figures.inFlight()).isZero();
        assertThat(delivery.ack()).isInstanceOf(Settlement.Late.class);
    }

    @Test
    void messageInTheLog_isTheSameForThoseThatLeaseItAndThoseThatDoNot() {
        var leased = broker.subscribe(ORDERS, LEASED);
        var unleased = broker.subscribe(ORDERS);
        publish("a", "b");

        unleased.tryReceive();
        var delivery = leased.tryReceive().orElseThrow();
        delivery.nack();
        publish("c");

        assertThat(unleased.tryReceive().orElseThrow().payload()).isEqualTo("b");
        var again = leased.tryReceive().orElseThrow();
        assertThat(again.message()).isSameAs(delivery.message());
        again.ack();
        assertThat(received(unleased)).containsExactly("c");
        assertThat(acked(leased)).containsExactly("b", "c");
        assertCounts(unleased, 3, 3, 3, 0, 0);
        assertCounts(leased, 3, 4, 3, 0, 0);
    }

    /** Whatever happens to some of them: each is settled once, and first attempts are in order. */
    @Test
    void leasedMessages_areSettledOnce_andFirstAttemptedInOrder_whateverHappens() {
        var random = new Random(20);
        for (int round = 0; round < 300; round++) {
            var topic = Topic.of("numbers " + round, Integer.class);
            var group = Subscription.named("group")
                    .atLeastOnce(LEASE)
                    .backoff(Backoff.fixed(Duration.ofSeconds(random.nextInt(2))))
                    .deliveryLimit(1_000);
            var members = new ArrayList<>(List.of(broker.subscribe(topic, group), broker.subscribe(topic, group)));
            var open = new ArrayList<Delivery<Integer>>();
            var firstAttempts = new ArrayList<Integer>();
            int published = 0;
            int settled = 0;
            for (int step = 0; step < 200; step++) {
                int which = random.nextInt(members.size());
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> broker.tryPublish(topic, published++);
                    case 3, 4 ->
                        members.get(which).tryReceive().ifPresent(delivery -> {
                            open.add(delivery);
                            if (delivery.attempt() == 1) {
                                firstAttempts.add(delivery.payload());
                            }
                        });
                    case 5, 6 -> {
                        if (!open.isEmpty()
                                && open.remove(random.nextInt(open.size())).ack() instanceof Settlement.Done) {
                            settled++;
                        }
                    }
                    case 7 -> {
                        if (!open.isEmpty()) {
                            open.remove(random.nextInt(open.size())).nack();
                        }
                    }
                    default -> {
                        if (random.nextInt(8) == 0) {
                            members.get(which).crash();
                            members.set(which, broker.subscribe(topic, group));
                        } else {
                            simulation.runFor(Duration.ofMillis(random.nextInt(1_000)));
                        }
                    }
                }
            }
            simulation.runFor(LEASE.multipliedBy(2)); // whatever is still open lapses, and is ready once more
            for (var next = members.getFirst().tryReceive();
                    next.isPresent();
                    next = members.getFirst().tryReceive()) {
                if (next.get().attempt() == 1) {
                    firstAttempts.add(next.get().payload());
                }
                assertThat(next.get().ack()).isInstanceOf(Settlement.Done.class);
                settled++;
            }

            assertThat(settled).isEqualTo(published);
            assertThat(firstAttempts)
                    .containsExactlyElementsOf(
                            IntStream.range(0, published).boxed().toList());
            var figures = members.getFirst().statistics();
            assertThat(figures.settled()).isEqualTo(published);
            assertThat(figures.ready() + figures.delayed() + figures.inFlight()).isZero();
        }
    }

    private static List<String> acked(Subscriber<String> subscriber) {
        var received = new ArrayList<String>();
        for (var next = subscriber.tryReceive(); next.isPresent(); next = subscriber.tryReceive()) {
            received.add(next.get().payload());
            assertThat(next.get().ack()).isInstanceOf(Settlement.Done.class);
        }
        return received;
    }
}

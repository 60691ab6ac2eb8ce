package dev.simbroker.model;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Destination;
import dev.simbroker.Filter;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.model.ForeignCode.Place;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A broker with subscriptions of every kind, and a stranger's code wherever code can be: publishers, handlers and
 * transactions work while listeners, filters, signals and they themselves do {@link ForeignCode whatever they like}. In
 * the end it ceases, everything comes to rest, and every message has ended in every subscription, once.
 */
public final class ForeignCodeProgram implements ProcessBody {

    static final Set<String> AT_MOST_ONCE = Set.of("plain", "letters");

    private static final int PUBLISHERS = 3;
    private static final Duration LEASE = Duration.ofMillis(50);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int LONGEST_REST = 1_000;

    private final Scheduler scheduler;
    private final long seed;
    private final int messages;
    private final FateLedger ledger = new FateLedger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Broker broker;
    private final ForeignCode foreign;
    private long ended;

    /**
     * A program that runs on {@code scheduler}, with so many messages of each publisher.
     *
     * @param simulated whether an error of a handler ends the run
     */
    public ForeignCodeProgram(Scheduler scheduler, boolean simulated, long seed, int messages) {
        this.scheduler = scheduler;
        this.seed = seed;
        this.messages = messages;
        this.broker = Broker.builder(scheduler).audited().listener(ledger).build();
        this.foreign = new ForeignCode(broker, simulated, seed);
    }

    @Override
    public void run() throws InterruptedException {
        Filter filter = Filter.of("a stranger's", message -> {
            foreign.run(Place.FILTER);
            return true;
        });
        consume(ORDERS, Subscription.named("plain").atMostOnce());
        consume(
                ORDERS,
                Subscription.named("retried")
                        .atLeastOnce(LEASE)
                        .deadLetter(DEAD)
                        .filter(filter));
        consume(ORDERS, Subscription.named("narrow").atLeastOnce(LEASE).capacity(4, Overflow.BLOCK));
        consume(ORDERS, Subscription.named("short").atLeastOnce(LEASE).capacity(3, Overflow.DROP_OLDEST));
        consume(
                ORDERS,
                Subscription.named("once").exactlyOnce(LEASE).deliveryLimit(2).deadLetter(DEAD));
        consume(DEAD, Subscription.named("letters").atMostOnce().filter(filter));
        var watched = broker.subscribe(ORDERS, Subscription.named("watched").capacity(5, Overflow.DROP_NEWEST));
        watched.spi().register(() -> foreign.run(Place.FILTER));
        broker.addListener(foreign.listener());

        List<SimProcess> publishers = new ArrayList<>();
        for (int n = 0; n < PUBLISHERS; n++) {
            var random = new Random(seed * PUBLISHERS + n);
            publishers.add(scheduler.spawn("publisher " + n, () -> publish(random)));
        }
        for (SimProcess publisher : publishers) {
            publisher.join();
        }
        foreign.end();
        watched.close();
        broker.deleteSubscription(ORDERS, "watched");
        broker.deleteSubscription(ORDERS, "guests");
        comeToRest();
        broker.deleteSubscription(ORDERS, "guests"); // which a handler was about to make
        check();
        ended = broker.subscriptions().stream()
                .mapToLong(SubscriptionStatistics::accepted)
                .sum();
        broker.close();
    }

    private <T> void consume(Destination<T> destination, Subscription subscription) {
        var random = new Random(seed + subscription.name().hashCode());
        broker.consume(destination, subscription, 2, delivery -> {
            foreign.run(Place.HANDLER);
            if (dice(random, 6) == 0) {
                scheduler.sleep(Duration.ofMillis(dice(random, 80)));
            }
        });
    }

    private static int dice(Random random, int sides) {
        synchronized (random) {
            return random.nextInt(sides);
        }
    }

    // ---- publishers ----

    private void publish(Random random) throws InterruptedException {
        for (int n = 0; n < messages; n++) {
            try {
                publishOne(random, "order " + n);
            } catch (Throwable e) { // a stranger's, or the broker's refusal
                refused.incrementAndGet();
            }
            Thread.interrupted(); // which a stranger may have set
            if (random.nextInt(3) == 0) {
                scheduler.sleep(SHORT);
            }
        }
    }

    private void publishOne(Random random, String payload) throws InterruptedException {
        switch (random.nextInt(4)) {
            case 0 -> broker.publish(Publication.of(ORDERS, payload).key("key " + random.nextInt(3)));
            case 1 -> broker.tryPublish(Publication.of(ORDERS, payload).deduplicationId("id " + random.nextInt(20)));
            case 2 -> broker.publish(Publication.of(ORDERS, payload), SHORT);
            default ->
                broker.transaction(transaction -> {
                    transaction.publish(ORDERS, payload + " a");
                    foreign.run(Place.LISTENER);
                    transaction.publish(ORDERS, payload + " b");
                });
        }
    }

    // ---- the end ----

    private void comeToRest() throws InterruptedException {
        for (int n = 0; n < LONGEST_REST && !isAtRest(); n++) {
            scheduler.sleep(SHORT);
        }
    }

    private boolean isAtRest() {
        return broker.subscriptions().stream()
                .allMatch(it -> it.ready() + it.delayed() + it.inFlight() == 0 && ledger.ended(it) == it.accepted());
    }

    private void check() {
        assertThat(ledger.faults()).isEmpty();
        assertThat(broker.subscriptions()).hasSize(6).allSatisfy(it -> {
            assertThat(it.ready() + it.delayed() + it.inFlight())
                    .as("what is stuck in %s", it)
                    .isZero();
            assertThat(it.settled() + it.deadLettered() + it.dropped())
                    .as("%s", it)
                    .isEqualTo(it.accepted());
            assertThat(ledger.ended(it)).as("what ended in %s", it).isEqualTo((int) it.accepted());
            assertThat(it.handlers()).as("the handlers of %s", it).isEqualTo(2);
        });
    }

    /** How many publications failed. */
    public int refused() {
        return refused.get();
    }

    /** How many messages ended, over all subscriptions. */
    public long ended() {
        return ended;
    }
}

package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.Backoff;
import dev.simbroker.Broker;
import dev.simbroker.Delivery;
import dev.simbroker.Destination;
import dev.simbroker.Member;
import dev.simbroker.MessageConsumer;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.time.LiveScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A broker with a random choice of everything it offers, and the threads that use it. */
final class RandomBrokerLoad implements AutoCloseable {

    /** Order is checked here, so that nothing is delayed, prioritized or removed out of turn. */
    static final Topic<Long> PLAIN = Topic.of("plain", Long.class);
    /** The topic on which delays, priorities, times to live and ids are used. */
    static final Topic<Long> FANCY = Topic.of("fancy", Long.class);

    /**
     * The topic to which transactions publish. Its consumers publish nothing, so that nobody waits for space that only
     * they could make.
     */
    static final Topic<Long> RECEIPTS = Topic.of("receipts", Long.class);

    private static final Duration LEASE = Duration.ofMillis(15);
    /** More than this is not needed to find a fault, and would not fit into the memory of a small machine. */
    private static final int MOST_MESSAGES = 150_000;

    private final LiveScheduler scheduler;
    private final Random random;
    private final Broker broker;
    private final ListenerLedger ledger;
    private final StressWorkers workers;
    private final AtomicInteger publishers = new AtomicInteger();
    private final List<MessageConsumer<?>> consumptions = new CopyOnWriteArrayList<>();
    /** The ids of messages that a subscription which never drops must have settled in the end. */
    private final ConcurrentLinkedQueue<Long> promised = new ConcurrentLinkedQueue<>();

    private final AtomicLong settledByConsumers = new AtomicLong();

    private volatile boolean publishing = true;
    /** True once consumers only settle, so that everything comes to an end. */
    private volatile boolean calm;

    private volatile boolean over;

    RandomBrokerLoad(LiveScheduler scheduler, Random random) {
        this(scheduler, random, new ListenerLedger());
    }

    private RandomBrokerLoad(LiveScheduler scheduler, Random random, ListenerLedger ledger) {
        this(scheduler, random, Broker.builder(scheduler).listener(ledger).build(), ledger);
    }

    RandomBrokerLoad(LiveScheduler scheduler, Random random, Broker broker, ListenerLedger ledger) {
        this.scheduler = scheduler;
        this.random = random;
        this.broker = broker;
        this.ledger = ledger;
        this.workers = new StressWorkers(scheduler, random.nextLong());
    }

    Broker broker() {
        return broker;
    }

    StressWorkers workers() {
        return workers;
    }

    // ---- subscriptions ----

    /** Some of everything. */
    void populate() {
        addGroup(
                Assignment.SHARED,
                Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(4)).jitter(0.5));
        addGroup(Assignment.BY_KEY, Backoff.none());
        addOnce(Overflow.DROP_OLDEST, 1);
        addOnce(Overflow.DROP_NEWEST, 1);
        addOnce(Overflow.BLOCK, 3);
        add(
                Subscription.named("letters")
                        .atLeastOnce(LEASE)
                        .deliveryLimit(3)
                        .deadLetter(DEAD)
                        .capacity(5, Overflow.DEAD_LETTER),
                List.of(FANCY),
                1);
        add(leased("rejects", Overflow.REJECT, 50), List.of(FANCY), 2);
        add(leased("both", Overflow.BLOCK, 20).maxInFlight(3), List.of(PLAIN, FANCY), 2);
        add(
                Subscription.named("exactly")
                        .exactlyOnce(LEASE)
                        .capacity(30, Overflow.BLOCK)
                        .maxInFlight(10),
                List.of(FANCY),
                2);
        add(Subscription.named("dead letters").atLeastOnce(LEASE), List.of(DEAD), 1);
        add(leased("receipts", Overflow.BLOCK, 3), List.of(RECEIPTS), 2);
        addHandlers();
        addPublishers(3 + random.nextInt(4));
    }

    private static Subscription leased(String name, Overflow overflow, int capacity) {
        return Subscription.named(name)
                .atLeastOnce(LEASE)
                .deliveryLimit(Subscription.UNLIMITED)
                .capacity(capacity, overflow);
    }

    /** A group that loses nothing, whose members come and go. */
    void addGroup(Assignment assignment, Backoff backoff) {
        String name = assignment == Assignment.BY_KEY ? "by key" : "group " + assignment;
        add(
                leased(name, Overflow.BLOCK, 1 + random.nextInt(60))
                        .assignment(assignment)
                        .backoff(backoff),
                List.of(PLAIN),
                3);
    }

    /** Received at most once; by a single process, it is in order. */
    private void addOnce(Overflow overflow, int processes) {
        var subscription = Subscription.named("once " + (processes == 1 ? "in order " : "") + overflow)
                .capacity(1 + random.nextInt(40), overflow);
        Subscriber<Long> subscriber = broker.subscribe(PLAIN, subscription);
        for (int n = 0; n < processes; n++) {
            workers.start(subscription.name(), mine -> {
                try {
                    subscriber.receive(Duration.ofNanos(mine.nextInt(5_000_000)));
                    return !over;
                } catch (SubscriptionClosedException e) {
                    return false;
                }
            });
        }
    }

    private <T> void add(
            Subscription subscription, List<? extends Destination<? extends T>> destinations, int members) {
        destinations.forEach(destination -> broker.createSubscription(destination, subscription));
        for (int n = 0; n < members; n++) {
            workers.start(subscription.name(), mine -> member(destinations, subscription, mine));
        }
    }

    private void addHandlers() {
        var mine = new Random(random.nextLong());
        consumptions.add(broker.consume(PLAIN, leased("handlers", Overflow.BLOCK, 20), 2, delivery -> {
            int dice;
            synchronized (mine) {
                dice = calm ? 99 : mine.nextInt(100);
            }
            if (dice < 5) {
                throw new IllegalStateException("on purpose");
            }
            if (dice < 6) {
                scheduler.sleep(LEASE.multipliedBy(2));
            }
        }));
    }

    // ---- members ----

    /** Joins, receives for a while, and leaves in one way or the other. */
    private <T> boolean member(
            List<? extends Destination<? extends T>> destinations, Subscription subscription, Random mine)
            throws InterruptedException {
        Subscriber<T> subscriber;
        try {
            subscriber = broker.subscribe(
                    destinations, subscription, Member.unnamed().weight(1 + mine.nextInt(3)));
        } catch (IllegalStateException e) {
            return false; // the broker is closed
        }
        try {
            for (int left = calm ? Integer.MAX_VALUE : mine.nextInt(3_000); left > 0 && !over; left--) {
                var delivery = subscriber.receive(Duration.ofNanos(mine.nextInt(3_000_000)));
                if (delivery.isPresent()) {
                    deal(delivery.get(), mine);
                }
            }
            return !over;
        } catch (SubscriptionClosedException e) {
            return !over;
        } finally {
            if (mine.nextBoolean()) {
                subscriber.crash();
            } else {
                subscriber.close();
            }
        }
    }

    private void deal(Delivery<?> delivery, Random mine) throws InterruptedException {
        switch (calm ? 99 : mine.nextInt(100)) {
            case 0, 1 -> delivery.nack();
            case 2, 3 -> delivery.nack(Duration.ofNanos(mine.nextInt(3_000_000)));
            case 4 -> {
                // forgotten: its lease runs out
            }
            case 5 -> {
                delivery.extend(Duration.ofNanos(1 + mine.nextInt(2_000_000)));
                scheduler.sleep(Duration.ofNanos(mine.nextInt(3_000_000)));
                settle(delivery);
                delivery.nack();
            }
            case 6, 7 -> {
                if (delivery.message().topic().equals(RECEIPTS)) {
                    settle(delivery);
                } else {
                    transact(delivery);
                }
            }
            default -> settle(delivery);
        }
    }

    private void settle(Delivery<?> delivery) {
        if (delivery.ack().isDone()) {
            settledByConsumers.incrementAndGet();
        }
    }

    /** Settles and publishes as one. */
    private void transact(Delivery<?> delivery) throws InterruptedException {
        try {
            broker.transaction(transaction -> {
                if (publishing) {
                    transaction.publish(RECEIPTS, delivery.message().id());
                }
                transaction.ack(delivery);
            });
            settledByConsumers.incrementAndGet();
        } catch (TransactionAbortedException e) {
            // its lease had run out, or there was no space
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    // ---- publishers ----

    void addPublishers(int count) {
        for (int n = 0; n < count; n++) {
            String name = "publisher " + publishers.incrementAndGet();
            var next = new AtomicLong();
            workers.start(name, mine -> {
                try {
                    if (mine.nextInt(4) == 0) {
                        publishFancy(name, next.incrementAndGet(), mine);
                    } else {
                        publishPlain(name, next.incrementAndGet(), mine);
                    }
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("closed");
                    return false;
                }
                return publishing;
            });
        }
    }

    private void publishPlain(String name, long number, Random mine) throws InterruptedException {
        var publication = Publication.of(PLAIN, number).key(name);
        PublishResult result = mine.nextInt(10) == 0
                ? broker.publish(publication, Duration.ofNanos(mine.nextInt(1_000_000)))
                : broker.publish(publication);
        if (result instanceof PublishResult.Accepted accepted) {
            promised.add(accepted.id());
            if (accepted.id() > MOST_MESSAGES) {
                publishing = false;
            }
        }
    }

    private void publishFancy(String name, long number, Random mine) throws InterruptedException {
        var publication = Publication.of(FANCY, number).key(name).priority(mine.nextInt(10));
        switch (mine.nextInt(4)) {
            case 0 -> publication = publication.delay(Duration.ofNanos(mine.nextInt(2_000_000)));
            case 1 -> publication = publication.timeToLive(Duration.ofNanos(1 + mine.nextInt(3_000_000)));
            case 2 -> publication = publication.deduplicationId(name + "/" + number / 2);
            default -> {
                // as it is
            }
        }
        if (mine.nextBoolean()) {
            broker.publish(publication, Duration.ofNanos(mine.nextInt(1_000_000)));
        } else {
            broker.tryPublish(publication);
        }
    }

    // ---- the end ----

    void stopPublishing() {
        publishing = false;
    }

    /** Waits until publishers have finished and consumers have taken everything. */
    void comeToRest() throws InterruptedException {
        publishing = false;
        calm = true;
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(40))
                    .until(this::isEmptyAndStaysSo);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "something stays: " + broker.subscriptions() + "; failed: " + workers.failures() + "; waiting: "
                            + scheduler.blocked(),
                    e);
        }
        over = true;
        for (MessageConsumer<?> consumption : consumptions) {
            consumption.drain();
        }
    }

    private boolean isEmptyAndStaysSo() throws InterruptedException {
        for (int n = 0; n < 3; n++) {
            for (SubscriptionStatistics figures : broker.subscriptions()) {
                if (figures.ready() + figures.delayed() + figures.inFlight() > 0) {
                    return false;
                }
            }
            Thread.sleep(2);
        }
        return true;
    }

    /** Checks that messages that everybody accepted were settled by every subscription that never drops. */
    void checkArrivals() {
        ledger.accounts().stream()
                .filter(account -> account.figures.destination().equals(PLAIN.name()))
                .filter(account -> !account.figures.subscription().contains("DROP"))
                .forEach(account -> {
                    promised.forEach(id -> assertThat(account.wasSettled(id))
                            .as("message %d of %s", id, account.figures)
                            .isTrue());
                    assertThat(account.removed)
                            .as("removed from %s", account.figures)
                            .isZero();
                });
    }

    /**
     * The conservation law, and that the broker's figures are the ledger's; answers how many messages were accepted.
     */
    long checkCounts() {
        assertThat(ledger.errors()).isEmpty();
        long accepted = 0;
        for (ListenerLedger.Account account : ledger.accounts()) {
            SubscriptionStatistics figures = account.figures;
            long gone = figures.settled() + figures.deadLettered() + figures.dropped();
            assertThat(gone + figures.ready() + figures.delayed() + figures.inFlight())
                    .as("the conservation law of %s", figures)
                    .isEqualTo(figures.accepted());
            assertThat(account.acked).as("settled of %s", figures).isEqualTo(figures.settled());
            assertThat(account.removed)
                    .as("removed of %s", figures)
                    .isEqualTo(figures.deadLettered() + figures.dropped());
            assertThat((long) account.gone.cardinality())
                    .as("gone of %s", figures)
                    .isEqualTo(gone);
            accepted += figures.accepted();
        }
        return accepted;
    }

    @Override
    public void close() {
        over = true;
        publishing = false;
        broker.close();
    }
}

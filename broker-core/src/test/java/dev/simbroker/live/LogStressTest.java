package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.queue.MailboxClosedException;
import dev.simbroker.queue.Select;
import dev.simbroker.time.LiveScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Subscriptions that read the log of their topic, without the broker's guard, while everything happens that makes them
 * start and stop to.
 */
@Tag("stress")
class LogStressTest {

    private static final int MOST = 100_000;
    private static final Duration ROUND = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofHours(1);

    /** The receipts of one subscription. */
    private static final class Group {

        final Subscription subscription;
        final AtomicIntegerArray received = new AtomicIntegerArray(MOST);
        final AtomicLong latency = new AtomicLong();
        /** The number of receipts that are noted. */
        final AtomicInteger noted = new AtomicInteger();

        Group(String name) {
            this.subscription = Subscription.named(name);
        }
    }

    @Test
    void everySubscription_receivesEveryMessageOnce_howeverItsMembersComeGoAndWait() throws InterruptedException {
        long messages =
                StressRounds.rounds("log", (seed, scheduler) -> new LogLoad(scheduler, new Random(seed)).live());
        assertThat(messages).isPositive();
    }

    /** One round. */
    private static final class LogLoad {

        private final LiveScheduler scheduler;
        private final Random random;
        private final Broker broker;
        private final StressWorkers workers;
        private final List<Group> groups = new ArrayList<>();
        private final AtomicInteger published = new AtomicInteger();
        private final AtomicInteger publishersAtWork = new AtomicInteger();
        private volatile boolean publishing = true;

        LogLoad(LiveScheduler scheduler, Random random) {
            this.scheduler = scheduler;
            this.random = random;
            this.broker =
                    Broker.builder(scheduler).audited(random.nextInt(4) == 0).build();
            this.workers = new StressWorkers(scheduler, random.nextLong());
        }

        /** Answers how many messages went through. */
        long live() throws Exception {
            for (int seats = 1; seats <= 4; seats++) {
                addGroup(seats);
            }
            addSteady();
            int publishers = 1 + random.nextInt(3);
            publishersAtWork.set(publishers);
            for (int i = 0; i < publishers; i++) {
                workers.start("publisher", this::publishUntilTheEnd);
            }
            workers.start("watcher", this::watch);
            workers.disturb(ROUND, random);
            publishing = false;
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isDrained);
            check();
            broker.close();
            workers.join();
            return (long) published.get() * groups.size();
        }

        // ---- who is there ----

        /** Members that join, receive a little and leave. */
        private void addGroup(int seats) {
            var group = group("group of " + seats);
            for (int seat = 0; seat < seats; seat++) {
                workers.start("seat", memberRandom -> {
                    Subscriber<Integer> member;
                    try {
                        member = broker.subscribe(NUMBERS, group.subscription);
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("closed");
                        return false;
                    }
                    visit(member, group, memberRandom);
                    return true;
                });
            }
        }

        private void visit(Subscriber<Integer> member, Group group, Random memberRandom) throws InterruptedException {
            boolean crashes = memberRandom.nextBoolean();
            try {
                for (int left = memberRandom.nextInt(2000); left > 0; left--) {
                    receive(member, group, memberRandom);
                }
            } catch (SubscriptionClosedException | MailboxClosedException e) {
                // the end of the round
            } finally {
                if (crashes) {
                    member.crash();
                } else {
                    member.close();
                }
            }
        }

        private void receive(Subscriber<Integer> member, Group group, Random memberRandom) throws InterruptedException {
            switch (memberRandom.nextInt(60)) {
                case 0 ->
                    member.receive(Duration.ofNanos(memberRandom.nextInt(200_000)))
                            .ifPresent(delivery -> note(group, delivery));
                case 1 -> {
                    try (Select<Delivery<Integer>> select = Select.of(scheduler, List.of(member))) {
                        select.select(Duration.ofMillis(1)).ifPresent(chosen -> note(group, chosen.element()));
                    }
                }
                default -> member.tryReceive().ifPresentOrElse(delivery -> note(group, delivery), Thread::yield);
            }
        }

        /** A single member that stays, and waits for each message: it receives them in order. */
        private void addSteady() {
            var group = group("steady");
            Subscriber<Integer> member = broker.subscribe(NUMBERS, group.subscription);
            var last = new AtomicInteger();
            workers.start("steady", memberRandom -> {
                try {
                    Delivery<Integer> delivery = member.receive();
                    int id = (int) delivery.message().id();
                    assertThat(id).isGreaterThan(last.getAndSet(id));
                    note(group, delivery);
                    return true;
                } catch (SubscriptionClosedException e) {
                    return false;
                }
            });
        }

        private Group group(String name) {
            var group = new Group(name);
            groups.add(group);
            broker.createSubscription(NUMBERS, group.subscription);
            return group;
        }

        private static void note(Group group, Delivery<Integer> delivery) {
            group.received.incrementAndGet(delivery.payload());
            group.latency.addAndGet(delivery.latency().toNanos());
            group.noted.incrementAndGet();
        }

        private boolean publishUntilTheEnd(Random publisherRandom) throws InterruptedException {
            boolean goesOn = publish(publisherRandom);
            if (!goesOn) {
                publishersAtWork.decrementAndGet();
            }
            return goesOn;
        }

        private boolean publish(Random publisherRandom) throws InterruptedException {
            if (!publishing) {
                return false;
            }
            for (int burst = publisherRandom.nextInt(100); burst > 0; burst--) {
                int number = published.getAndIncrement();
                if (number >= MOST) {
                    published.decrementAndGet();
                    return false;
                }
                publishSurely(publication(number, publisherRandom));
            }
            if (publisherRandom.nextInt(50) == 0) {
                var listener = new BrokerListener() {};
                broker.addListener(listener);
                scheduler.sleep(Duration.ofNanos(publisherRandom.nextInt(300_000)));
                broker.removeListener(listener);
            }
            return true;
        }

        /** Mostly one that lies in the log. */
        private static Publication<Integer> publication(int number, Random publisherRandom) {
            var publication = Publication.of(NUMBERS, number);
            return publisherRandom.nextInt(100) == 0 ? publication.timeToLive(LONG) : publication;
        }

        private void publishSurely(Publication<Integer> publication) {
            while (true) {
                try {
                    broker.publish(publication);
                    return;
                } catch (InterruptedException e) {
                    // it was not published: once more
                }
            }
        }

        /** The figures never go back. */
        private boolean watch(Random watcherRandom) {
            for (SubscriptionStatistics figures : broker.subscriptions()) {
                List<LongSupplier> counters = List.of(
                        figures::received,
                        figures::settled,
                        figures::delivered,
                        figures::accepted,
                        () -> figures.totalLatency().toNanos(),
                        () -> figures.maxLatency().toNanos());
                long[] last = new long[counters.size()];
                for (int i = 0; i < 100 * last.length; i++) {
                    int which = i % last.length;
                    long value = counters.get(which).getAsLong();
                    assertThat(value).isGreaterThanOrEqualTo(last[which]);
                    last[which] = value;
                    assertThat(figures.ready()).isNotNegative();
                    assertThat(figures.inFlight()).isNotNegative();
                }
            }
            return publishing;
        }

        private SubscriptionStatistics figures(Group group) {
            return broker.subscriptions().stream()
                    .filter(figures -> figures.subscription().equals(group.subscription.name()))
                    .findFirst()
                    .orElseThrow();
        }

        // ---- the end ----

        private boolean isDrained() {
            if (!workers.failures().isEmpty()) {
                return true;
            }
            if (publishersAtWork.get() > 0) {
                return false; // one may be between two messages of a burst
            }
            int all = published.get();
            return groups.stream().allMatch(group -> group.noted.get() >= all)
                    && broker.subscriptions().stream()
                            .allMatch(figures -> figures.accepted() == all && figures.settled() == all);
        }

        private void check() {
            assertThat(workers.failures()).isEmpty();
            for (SubscriptionStatistics figures : broker.subscriptions()) {
                assertThat(figures.received()).as("received, %s", figures).isEqualTo(published.get());
                assertThat(figures.ready() + figures.inFlight() + figures.delayed())
                        .as("left, %s", figures)
                        .isZero();
            }
            for (Group group : groups) {
                for (int number = 0; number < published.get(); number++) {
                    assertThat(group.received.get(number))
                            .as("how often %s received %d", group.subscription.name(), number)
                            .isEqualTo(1);
                }
                assertThat(figures(group).totalLatency().toNanos())
                        .as("latencies of %s", group.subscription.name())
                        .isEqualTo(group.latency.get());
            }
        }
    }
}
